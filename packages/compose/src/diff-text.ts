import type { Difference } from './diff.ts'
import { cut, type Paint, PLAIN } from './explain-text.ts'
import { shortValue } from './explain-value.ts'
import type { Json } from './output.ts'

/** How a comparison is shown. */
export interface DiffTextOptions {
  /** What the two sides are called. */
  before: string
  after: string
  /** Columns of the terminal; lines that are longer are cut. */
  width?: number
  paint?: Paint
}

/** Differences as text for a terminal: by service and field, both values, and the layer that has the last word. */
export function diffText(differences: readonly Difference[], options: DiffTextOptions): string {
  const { before, after, paint = PLAIN, width = 80 } = options
  const lines = [paint.bad(`- ${before}`), paint.good(`+ ${after}`)]
  if (differences.length === 0) return [...lines, '', 'The same.'].join('\n')
  let group = ''
  for (const difference of differences) {
    const steps = difference.path.split('.')
    const owner = steps.slice(0, steps[0] === 'name' ? 1 : 2).join('.')
    if (owner !== group) lines.push('', paint.strong(owner))
    group = owner
    lines.push(...differenceLines(difference, owner, { paint, width }))
  }
  const sum = ['', `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`]
  return [...lines, ...sum].join('\n')
}

function differenceLines(
  { path, index, before, after, at }: Difference,
  owner: string,
  { paint, width }: { paint: Paint; width: number },
): string[] {
  const field = path.slice(owner.length + 1)
  const place = at ? `${at.file}:${at.line}` : ''
  if (field === '') return wholeLines({ path, before, after }, place, { paint, width })
  const lines = [`  ${[field, paint.quiet(place)].filter((part) => part !== '').join('  ')}`]
  const whole = index === undefined ? path : `${path}.${index}`
  if (before !== undefined) lines.push(`    ${paint.bad(cut(`- ${shortValue(before, whole)}`, width - 4))}`)
  if (after !== undefined) lines.push(`    ${paint.good(cut(`+ ${shortValue(after, whole)}`, width - 4))}`)
  return lines
}

/** A service, or another thing with a name, that only one side has: its fields under one heading. */
function wholeLines(
  { path, before, after }: { path: string; before: Json | undefined; after: Json | undefined },
  place: string,
  { paint, width }: { paint: Paint; width: number },
): string[] {
  const lines: string[] = before !== undefined && after !== undefined ? [] : [`  ${paint.quiet(place)}`]
  for (const [sign, value, colour] of [['-', before, paint.bad] as const, ['+', after, paint.good] as const]) {
    if (value === undefined) continue
    const isFields = value !== null && typeof value === 'object' && !Array.isArray(value)
    const texts = isFields
      ? Object.entries(value).flatMap(([key, child]) =>
          child === null ? [] : [`${key}: ${shortValue(child, `${path}.${key}`)}`],
        )
      : [shortValue(value, path)]
    for (const text of texts) lines.push(`    ${colour(cut(`${sign} ${text}`, width - 4))}`)
  }
  return lines
}
