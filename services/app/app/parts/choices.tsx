import classes from './choices.module.css'

interface ChoicesProps {
  name: string
  label: string
  description?: string
  choices: { value: string; name: string }[]
  chosen: string
}

/** A few choices side by side, one of them chosen. */
export function Choices({ name, label, description, choices, chosen }: ChoicesProps) {
  return (
    <fieldset className={classes.choices}>
      <legend>{label}</legend>
      {description && <p className="mantine-InputWrapper-description">{description}</p>}
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
