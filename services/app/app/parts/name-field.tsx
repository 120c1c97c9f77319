import fields from './fields.module.css'

/** A thing's name as the heading of its own drawer, to be changed where it stands. Enter saves; it stays one line. */
export function NameField({
  value,
  fault,
  placeholder,
}: {
  value: string
  fault?: string | undefined
  placeholder?: string
}) {
  return (
    <div>
      <textarea
        name="name"
        className={fields.name}
        aria-label="Name"
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? 'name-fault' : undefined}
        rows={1}
        data-first-focus={value === '' || undefined}
        required
        maxLength={500}
        placeholder={placeholder}
        defaultValue={value}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          event.currentTarget.form?.requestSubmit(
            event.currentTarget.form.querySelector<HTMLButtonElement>('button[value="save"]'),
          )
        }}
      />
      {fault && (
        <p id="name-fault" className={fields.problem}>
          {fault}
        </p>
      )}
    </div>
  )
}
