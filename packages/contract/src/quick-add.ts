import { findDay } from './quick-add-day.ts'
import { findRule } from './quick-add-rule.ts'

/** What one typed line means: "water plants every friday #home". */
export interface QuickAdd {
  /** The line without what was understood. */
  name: string
  /** When it is due; with a rule, the day on which the rule begins. */
  dueDay: string | null
  /** RFC 5545 recurrence rule; the line then makes an autotask. */
  rule: string | null
  /** `every!` counts from the last completion, `every` from the due day. */
  repeatFrom: 'due' | 'completion'
  /** As the person's list spells it, or as typed when it is new. */
  category: string | null
  /** What was understood, in order of appearance: offsets into the line, for showing it. */
  understood: { kind: 'day' | 'rule' | 'category'; start: number; end: number; text: string }[]
}

export interface QuickAddContext {
  /** The person's day, YYYY-MM-DD. */
  today: string
  /** The person's categories. */
  categories: string[]
}

/** A part of the line that was understood. */
export interface Finding<Value> {
  start: number
  end: number
  value: Value
}

/** Reads one line of quick add. Never fails: what it does not understand is the name. */
export function parseQuickAdd(line: string, context: QuickAddContext): QuickAdd {
  const category = findCategory(line, context.categories)
  // What is understood is blanked out, so that "every 4 dec" is a rule and not also a day.
  const withoutCategory = blank(line, category)
  const rule = findRule(withoutCategory, context.today)
  const day = findDay(blank(withoutCategory, rule), context.today)
  const name = blank(blank(withoutCategory, rule), day).replace(/\s+/g, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(name)) return nothingUnderstood(line)
  return {
    name,
    dueDay: day?.value ?? null,
    rule: rule?.value.rule ?? null,
    repeatFrom: rule?.value.repeatFrom ?? 'due',
    category: category?.value ?? null,
    understood: [part('category', category), part('rule', rule), part('day', day)]
      .flat()
      .map((found) => ({ ...found, text: line.slice(found.start, found.end) }))
      .toSorted((a, b) => a.start - b.start),
  }
}

/** "Today" alone is a name: a task must be called something. */
function nothingUnderstood(line: string): QuickAdd {
  const name = line.replace(/\s+/g, ' ').trim()
  return { name, dueDay: null, rule: null, repeatFrom: 'due', category: null, understood: [] }
}

function part(kind: 'day' | 'rule' | 'category', finding: Finding<unknown> | undefined) {
  return finding ? [{ kind, start: finding.start, end: finding.end }] : []
}

function blank(line: string, finding: Finding<unknown> | undefined): string {
  if (!finding) return line
  return line.slice(0, finding.start) + ' '.repeat(finding.end - finding.start) + line.slice(finding.end)
}

/** `#home`: the longest of the person's categories that stands there, or else the word as it is. */
function findCategory(line: string, categories: string[]): Finding<string> | undefined {
  const match = /(?<=^|\s)#([\p{L}\p{N}][\p{L}\p{N}_-]*)/u.exec(line)
  if (!match) return undefined
  const rest = line.slice(match.index + 1).toLowerCase()
  const known = categories
    .filter((name) => rest.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)))
    .toSorted((a, b) => b.length - a.length)[0]
  const value = known ?? match[1] ?? ''
  return { start: match.index, end: match.index + 1 + value.length, value }
}
