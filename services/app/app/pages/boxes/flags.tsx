import { FLAGS, type Flag } from '@ichrisbirch/contract/box-flags'
import { IconDroplet, IconFlame, IconStar } from '../../icons.ts'
import classes from './boxes.module.css'

export const FLAG_NAMES: Record<Flag, string> = { essential: 'Essential', warm: 'Warm', liquid: 'Liquid' }
const ICONS = { essential: IconStar, warm: IconFlame, liquid: IconDroplet }

/** Which flags something has, as small pictures with their words. */
export function Flags({ of }: { of: Record<Flag, boolean> }) {
  const shown = FLAGS.filter((flag) => of[flag])
  if (shown.length === 0) return null
  return (
    <span className={classes.flags}>
      {shown.map((flag) => {
        const Icon = ICONS[flag]
        return <Icon key={flag} size={16} stroke={1.75} role="img" aria-label={FLAG_NAMES[flag]} data-flag={flag} />
      })}
    </span>
  )
}

/** Which flags something has, in words: for paper. */
export function sayFlags(of: Record<Flag, boolean>): string {
  return FLAGS.filter((flag) => of[flag])
    .map((flag) => FLAG_NAMES[flag])
    .join(' · ')
}

/** The flags as boxes to tick. */
export function FlagFields({ of }: { of: Record<Flag, boolean> }) {
  return (
    <fieldset className={classes.flagFields}>
      <legend>Flags</legend>
      {FLAGS.map((flag) => (
        <label key={flag}>
          <input type="checkbox" name={flag} defaultChecked={of[flag]} />
          {FLAG_NAMES[flag]}
        </label>
      ))}
    </fieldset>
  )
}
