import type { AccentHue } from '@ichrisbirch/contract/account'
import { IconCheck } from '../icons.ts'
import classes from './accent-choice.module.css'

const HUES: { hue: AccentHue; name: string }[] = [
  { hue: 10, name: 'Rose' },
  { hue: 40, name: 'Orange' },
  { hue: 70, name: 'Amber' },
  { hue: 100, name: 'Olive' },
  { hue: 130, name: 'Green' },
  { hue: 160, name: 'Emerald' },
  { hue: 190, name: 'Teal' },
  { hue: 220, name: 'Sky' },
  { hue: 250, name: 'Blue' },
  { hue: 280, name: 'Violet' },
  { hue: 310, name: 'Purple' },
  { hue: 340, name: 'Pink' },
]

/** One of the colours that can be read in light and in dark. */
export function AccentChoice({ name, legend, chosen }: { name: string; legend: string; chosen: AccentHue }) {
  return (
    <fieldset className={classes.accents}>
      <legend>{legend}</legend>
      <div className={classes.row}>
        {HUES.map((choice) => (
          <label key={choice.hue} className={classes.accent} data-hue={choice.hue} title={choice.name}>
            <input
              type="radio"
              name={name}
              value={choice.hue}
              aria-label={choice.name}
              defaultChecked={choice.hue === chosen}
            />
            <span>
              <IconCheck size={18} stroke={2.25} aria-hidden />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
