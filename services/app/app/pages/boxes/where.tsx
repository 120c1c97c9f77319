import classes from './boxes.module.css'

/** Where something is, as one walks there. What does not fit is cut at the outside: the last name is what one looks for. */
export function Where({ names }: { names: string[] }) {
  const last = names.at(-1)
  if (last === undefined) return null
  const around = names.slice(0, -1)
  return (
    <span className={classes.where} title={names.join(' › ')}>
      {around.length > 0 && <span className={classes.around}>{around.join(' › ')}</span>}
      {around.length > 0 && <span aria-hidden>›</span>}
      <span className={classes.last}>{last}</span>
    </span>
  )
}
