import type { parseQuickAdd, QuickAdd } from '@ichrisbirch/contract/quick-add'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { QUICK_ADD_ID } from '../../frame/focus-quick-add.ts'
import { useFrame } from '../../frame/use-frame.ts'
import { IconPlus } from '../../icons.ts'
import rows from '../../parts/row.module.css'
import { sayDay } from '../../parts/say-day.ts'
import classes from './quick-add.module.css'
import { useAddQueue, type WaitingLine } from './use-add-queue.ts'

interface QuickAddProps {
  action: string
  categories: string[]
  /** The list shows this one alone, so a new task gets it unless the line says another. */
  category: string | null
  initialLine: string
  firstId: string
}

/** One line that adds a task, or an autotask when it says how often; what it understands shows as you type. */
export function QuickAddLine({ action, categories, category, initialLine, firstId }: QuickAddProps) {
  const [line, setLine] = useState(initialLine)
  const { waiting, add, retry, discard } = useAddQueue(action, category)
  const input = useRef<HTMLInputElement>(null)
  const { understood, startReading } = useUnderstanding(line, categories)
  useFocusFromAddress(input)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!line.trim()) return
    add(line)
    setLine('')
  }
  return (
    <>
      <form method="post" action={action} className={classes.form} onSubmit={submit}>
        <input type="hidden" name="intent" value="add" />
        <input type="hidden" name="id" value={firstId} />
        <input type="hidden" name="category" value={category ?? ''} />
        <IconPlus size={18} stroke={1.75} className={classes.icon} aria-hidden />
        <div className={classes.field}>
          <Highlights line={line} understood={understood?.understood ?? []} />
          <input
            ref={input}
            id={QUICK_ADD_ID}
            name="line"
            className={classes.input}
            aria-label="Add a task"
            aria-describedby="add-hint"
            placeholder="Add a task: “call Ana tomorrow”"
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
        <button type="submit" className={classes.add} data-empty={line.trim() === '' || undefined}>
          Add
        </button>
      </form>
      <p id="add-hint" className={classes.hint} aria-live="polite">
        <Hint understood={understood} categories={categories} />
      </p>
      <WaitingRows waiting={waiting} retry={retry} discard={discard} />
    </>
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
    <div className={classes.under} aria-hidden>
      {parts}
      {line.slice(from)}
    </div>
  )
}

function Hint({ understood, categories }: { understood: QuickAdd | undefined; categories: string[] }) {
  const { account, locale } = useFrame()
  if (!understood || understood.understood.length === 0) return null
  const { rule, dueDay, category, repeatFrom } = understood
  const words = [
    rule && `Repeats ${understood.understood.find(({ kind }) => kind === 'rule')?.text.replace('!', '')}`,
    rule && repeatFrom === 'completion' && 'counted from when it is done',
    dueDay && `${rule ? 'from' : 'Due'} ${sayDay(dueDay, account.today, locale)}`,
    category && (categories.includes(category) ? `In ${category}` : `In ${category}, a new category`),
  ]
  return words.filter(Boolean).join(' · ')
}

function WaitingRows(props: { waiting: WaitingLine[]; retry: (id: string) => void; discard: (id: string) => void }) {
  if (props.waiting.length === 0) return null
  return (
    <ul aria-label="Being added">
      {props.waiting.toReversed().map(({ id, line, problem }) => (
        <li key={id} className={rows.row} data-pending>
          <div className={rows.line}>
            <span className={rows.tick} />
            <span className={rows.name}>{line}</span>
            {problem && (
              <span className={rows.actions} data-shown>
                <span className={rows.overdue}>{problem}</span>
                <button type="button" className={`${rows.action} ${rows.words}`} onClick={() => props.retry(id)}>
                  Try again
                </button>
                <button type="button" className={rows.action} onClick={() => props.discard(id)}>
                  Discard
                </button>
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Reads the line as it is typed. The reader is loaded when the field is first used. */
function useUnderstanding(line: string, categories: string[]) {
  const { account } = useFrame()
  const [read, setRead] = useState<{ parse: typeof parseQuickAdd }>()
  const startReading = () => {
    if (!read) void import('@ichrisbirch/contract/quick-add').then((module) => setRead({ parse: module.parseQuickAdd }))
  }
  const understood = line.trim() ? read?.parse(line, { today: account.today, categories }) : undefined
  return { understood, startReading }
}

/** `/tasks#add` is a link to this field from everywhere. */
function useFocusFromAddress(input: React.RefObject<HTMLInputElement | null>) {
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash === `#${QUICK_ADD_ID}`) input.current?.focus()
  }, [hash, key, input])
}
