import type { Mood } from '@ichrisbirch/contract/journal'
import { IconMoodCry, IconMoodEmpty, IconMoodHappy, IconMoodSad, IconMoodSmile } from '../../icons.ts'
import classes from './mood.module.css'

/** From the worst to the best. The contract's own list would bring its reader of schemas into the page. */
export const MOODS: { mood: Mood; name: string; icon: typeof IconMoodSmile }[] = [
  { mood: 'awful', name: 'Awful', icon: IconMoodCry },
  { mood: 'bad', name: 'Bad', icon: IconMoodSad },
  { mood: 'okay', name: 'Okay', icon: IconMoodEmpty },
  { mood: 'good', name: 'Good', icon: IconMoodSmile },
  { mood: 'great', name: 'Great', icon: IconMoodHappy },
]

/** A mood as its sign; its word is read out, and shown on hover. */
export function MoodSign({ mood, size = 18 }: { mood: Mood; size?: number }) {
  const shown = MOODS.find((each) => each.mood === mood)
  if (!shown) return null
  const Sign = shown.icon
  return (
    <span className={classes.sign} data-mood={mood} title={shown.name}>
      <Sign size={size} stroke={1.75} aria-hidden />
      <span className="unseen">Mood: {shown.name}</span>
    </span>
  )
}

/** The five side by side, and none of them. */
export function MoodField({ chosen }: { chosen: Mood | null }) {
  return (
    <fieldset className={classes.moods}>
      <legend>Mood</legend>
      <div className={classes.bar}>
        {MOODS.map(({ mood, name, icon: Sign }) => (
          <label key={mood} className={classes.mood} data-mood={mood}>
            <input type="radio" name="mood" value={mood} defaultChecked={mood === chosen} />
            <span>
              <Sign size={22} stroke={1.75} aria-hidden />
              {name}
            </span>
          </label>
        ))}
        <label className={classes.mood}>
          <input type="radio" name="mood" value="" defaultChecked={chosen === null} />
          <span>
            <span className={classes.none} aria-hidden>
              –
            </span>
            None
          </span>
        </label>
      </div>
    </fieldset>
  )
}
