import classes from './weekdays.module.css'

/** The days of the week side by side, any of them chosen. */
export function Weekdays({ days, chosen }: { days: { value: string; name: string }[]; chosen: string[] }) {
  return (
    <div className={classes.weekdays} role="group" aria-label="On">
      {days.map(({ value, name }) => (
        <label key={value} className={classes.weekday}>
          <input
            type="checkbox"
            name="weekdays"
            value={value}
            defaultChecked={chosen.includes(value)}
            aria-label={name}
          />
          <span aria-hidden>{name.slice(0, 2)}</span>
        </label>
      ))}
    </div>
  )
}
