import classes from './choices.module.css'

interface ChoicesProps {
  name: string
  label: string
  choices: { value: string; name: string }[]
  chosen: string
}

/** A few choices side by side, one of them chosen. */
export function Choices({ name, label, choices, chosen }: ChoicesProps) {
  return (
    <fieldset className={classes.choices}>
      <legend>{label}</legend>
      <div className={classes.bar}>
        {choices.map((choice) => (
          <label key={choice.value} className={classes.choice}>
            <input type="radio" name={name} value={choice.value} defaultChecked={choice.value === chosen} />
            <span>{choice.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
