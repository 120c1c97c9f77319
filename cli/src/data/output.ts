import { answerFields, type DataCommand } from '@ichrisbirch/contract/commands'
import pc from 'picocolors'

type Row = Record<string, unknown>

/** What the machine needs and no person asks for: kept for --json, and for the view of a single thing. */
const notListed = /^(id|position|createdAt|updatedAt|deletedAt|.*Id)$/
const headlines = ['name', 'title', 'text', 'summary']
const mostColumns = 5
const widestCell = 60

/** The list in an answer: `{items, next}`, or an object whose only list it is; undefined for a single thing. */
export function listIn(answer: unknown): Row[] | undefined {
  const lists = Object.values((answer ?? {}) as Row).filter((value) => Array.isArray(value))
  const isList =
    lists.length === 1 && Object.keys(answer as Row).every((key) => key === 'next' || (answer as Row)[key] === lists[0])
  return isList
    ? (lists[0] as unknown[]).map((item) => (typeof item === 'object' && item ? (item as Row) : { value: item }))
    : undefined
}

/** A numbered table: the thing's name first, then what is known of it. */
export function renderList(command: DataCommand, rows: Row[], width: number, now = new Date()): string {
  const columns = columnsOf(command, rows)
  const cells = rows.map((row, index) => [String(index + 1), ...columns.map((name) => cell(row[name], now))])
  const heads = ['#', ...columns.map(heading)]
  const widths = fit(
    heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0))),
    width,
  )
  const line = (row: string[]) =>
    row
      .map((text, column) => clip(text, widths[column] ?? 0).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [pc.dim(line(heads)), ...cells.map(line)].join('\n')
}

/** A line a field, in the order of the contract; what is not set is left out. */
export function renderThing(thing: Row, now = new Date()): string {
  const fields = Object.entries(thing).filter(([name, value]) => name !== 'position' && value !== null && value !== '')
  const width = Math.max(0, ...fields.map(([name]) => heading(name).length))
  return fields
    .map(
      ([name, value]) => `${pc.dim(heading(name).toLowerCase().padEnd(width))}  ${wholeField(value, now, width + 2)}`,
    )
    .join('\n')
}

/** What has parts of its own, one below the other: the lines of a log, the tasks of a digest. */
function wholeField(value: unknown, now: Date, indent: number): string {
  const parts = partsOf(value)
  if (!parts) return wholeCell(value, now)
  const lines = parts.map((part) => {
    if (typeof part !== 'object' || part === null) return wholeCell(part, now)
    const shown = Object.entries(part).filter(([name, field]) => !notListed.test(name) && isWorthShowing(field))
    return shown.map(([, field]) => wholeCell(field, now)).join('  ')
  })
  return lines.join(`\n${' '.repeat(indent)}`)
}

/** A list, or the list and the count of a thing that is those two. */
function partsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value.some((part) => typeof part === 'object') ? value : [value.join(', ')]
  if (typeof value !== 'object' || value === null) return undefined
  const list = listIn(Object.fromEntries(Object.entries(value).filter(([, field]) => Array.isArray(field))))
  return list && list.length > 0 ? list : undefined
}

function columnsOf(command: DataCommand, rows: Row[]): string[] {
  const known = answerFields(command.endpoint).map(({ name }) => name)
  const fields =
    known.length > 0 && rows.every((row) => known.some((name) => name in row)) ? known : Object.keys(rows[0] ?? {})
  const shown = fields.filter((name) => !notListed.test(name) && rows.some((row) => isWorthShowing(row[name])))
  const first = headlines.find((name) => shown.includes(name))
  const ordered = first === undefined ? shown : [first, ...shown.filter((name) => name !== first)]
  return ordered.slice(0, mostColumns)
}

const isWorthShowing = (value: unknown) =>
  value !== null &&
  value !== undefined &&
  value !== '' &&
  value !== false &&
  (typeof value !== 'object' || stateOf(value) !== undefined)

/** A run is told by what became of it. */
function stateOf(value: object): string | undefined {
  return 'state' in value && typeof value.state === 'string' ? value.state : undefined
}

function cell(value: unknown, now: Date): string {
  if (value === null || value === undefined || value === false) return ''
  return clip(wholeCell(value, now).split('\n')[0] ?? '', widestCell)
}

/** Times in the zone of whoever reads; days as people say them. */
function wholeCell(value: unknown, now: Date): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (typeof value === 'object') return (value && stateOf(value)) ?? sayCount(value)
  const text = String(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return sayDay(text, now)
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return sayInstant(new Date(text), now)
  // What others wrote must not move the cursor or colour the screen.
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}

/** Of a list with its count the count; anything else as it came. */
function sayCount(value: object | null): string {
  return value && 'count' in value && typeof value.count === 'number' ? String(value.count) : JSON.stringify(value)
}

function sayInstant(instant: Date, now: Date): string {
  const time = instant.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${sayDay(localDay(instant), now)} ${time}`
}

function sayDay(day: string, now: Date): string {
  const distance = (Date.parse(day) - Date.parse(localDay(now))) / 86_400_000
  if (distance === 0) return 'Today'
  if (distance === 1) return 'Tomorrow'
  if (distance === -1) return 'Yesterday'
  const year = day.slice(0, 4) === localDay(now).slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  // A day has no zone: read and said in the same one.
  return new Date(day)
    .toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC', ...year })
    .replace(',', '')
}

/** sv-SE writes YYYY-MM-DD. */
const localDay = (instant: Date) => instant.toLocaleDateString('sv-SE')

/** `dueDay` is DUE, `completedAt` COMPLETED. */
const heading = (name: string) =>
  name
    .replace(/(Day|At)$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter}`)
    .toUpperCase()

/** The widest column gives way until a line fits. */
function fit(widths: number[], width: number): number[] {
  const result = [...widths]
  const total = () => result.reduce((sum, each) => sum + each + 2, -2)
  while (total() > width) {
    const widest = result.indexOf(Math.max(...result))
    if ((result[widest] ?? 0) <= 10) break
    result[widest] = (result[widest] ?? 0) - 1
  }
  return result
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text
}
