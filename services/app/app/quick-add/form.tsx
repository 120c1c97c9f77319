import type { QuickAdd } from '@ichrisbirch/contract/quick-add'
import { type FormEvent, type RefObject, useState } from 'react'
import { useFrame } from '../frame/use-frame.ts'
import { IconPlus } from '../icons.ts'
import { KINDS, type Kind } from './kinds.ts'
import look from '../pages/tasks/quick-add.module.css'
import classes from './form.module.css'
import { FIELDS, type Reads, useReading } from './reading.ts'

export interface AddFormProps {
  action: string
  /** What a line may be for: tasks alone, or every feature. */
  reads: Reads
  categories: string[]
  /** The list shows this one alone, so a new task gets it unless the line says another. */
  category: string | null
  initialLine: string
  /** Of what is added without scripts. */
  firstId: string
  fieldId: string
  input: RefObject<HTMLInputElement | null>
  onAdd: (line: string, as: string) => void
}

/** One line that adds what it says; what it will become shows as you type, and can be changed. */
export function AddForm({ reads, categories, input, fieldId, ...props }: AddFormProps) {
  const [line, setLine] = useState(props.initialLine)
  const [chosen, setChosen] = useState<Kind | ''>('')
  const { account, locale } = useFrame()
  const { reading, startReading } = useReading(reads, line, chosen, { today: account.today, categories, locale })
  const hintId = `${fieldId}-hint`

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!line.trim() || reading?.isLacking) return
    props.onAdd(line, chosen)
    setLine('')
    setChosen('')
  }
  return (
    <form method="post" action={props.action} onSubmit={submit}>
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="id" value={props.firstId} />
      <input type="hidden" name="category" value={props.category ?? ''} />
      <div className={look.form}>
        <IconPlus size={18} stroke={1.75} className={look.icon} aria-hidden />
        <div className={look.field}>
          <Highlights line={line} understood={reading?.understood ?? []} />
          <input
            ref={input}
            id={fieldId}
            name="line"
            className={look.input}
            aria-label={FIELDS[reads].label}
            aria-describedby={hintId}
            placeholder={FIELDS[reads].placeholder}
            autoComplete="off"
            enterKeyHint="done"
            maxLength={600}
            value={line}
            onFocus={startReading}
            onChange={(event) => {
              startReading()
              setLine(event.target.value)
            }}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            onScroll={(event) => {
              // The highlights lie under the text, and move with it.
              const under = event.currentTarget.previousElementSibling
              if (under) under.scrollLeft = event.currentTarget.scrollLeft
            }}
          />
        </div>
        <button type="submit" className={look.add} data-empty={line.trim() === '' || undefined}>
          Add
        </button>
      </div>
      <div className={classes.below} data-empty={line.trim() === '' || undefined}>
        {reads === 'anything' && <KindChoice value={chosen || (reading?.kind ?? '')} onChange={setChosen} />}
        <p id={hintId} className={classes.said} aria-live="polite">
          {reading?.said}
        </p>
      </div>
    </form>
  )
}

function KindChoice({ value, onChange }: { value: Kind | ''; onChange: (kind: Kind) => void }) {
  return (
    <select
      name="as"
      aria-label="Add it as"
      className={classes.kind}
      value={value}
      onChange={(event) => onChange(event.target.value as Kind)}
    >
      {value === '' && <option value="">By its words</option>}
      {Object.entries(KINDS).map(([kind, name]) => (
        <option key={kind} value={kind}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** Marks, under the text of the field, the parts that were understood. */
function Highlights({ line, understood }: { line: string; understood: QuickAdd['understood'] }) {
  const parts: React.ReactNode[] = []
  let from = 0
  for (const { kind, start, end } of understood) {
    parts.push(
      line.slice(from, start),
      <mark key={start} data-kind={kind}>
        {line.slice(start, end)}
      </mark>,
    )
    from = end
  }
  return (
    <div className={look.under} aria-hidden>
      {parts}
      {line.slice(from)}
    </div>
  )
}
