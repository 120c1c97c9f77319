import type { Explanation, Part } from './explain.ts'
import { shortValue } from './explain-value.ts'
import type { VariableUse } from './tree.ts'

/** How an explanation is shown. */
export interface TextOptions {
  /** Columns of the terminal; lines that are longer are cut. */
  width?: number
  /** Paints a word, for terminals that show colours. */
  paint?: Paint
  /** Where a variable comes from, for callers that set some themselves: the name in, words out. */
  sourceOf?: (variable: VariableUse) => string | undefined
}

export type Paint = Record<'strong' | 'quiet' | 'good' | 'bad', (text: string) => string>

export const PLAIN: Paint = { strong: String, quiet: String, good: String, bad: String }

/** An explanation as text for a terminal: the value, what each layer did to it, then the entries with their places. */
export function explanationText(explanation: Explanation, options: TextOptions = {}): string {
  const { paint = PLAIN, width = 80 } = options
  const { path, value, parts, note, silent, entries } = explanation
  const isTable = entries.length > 0 && !isOne(explanation)
  const shown = value === undefined ? paint.bad('(nothing)') : isTable ? '' : cut(shortValue(value, path), width - 4)
  const isLong = path.length + shown.length + 3 > width && value !== undefined
  const head = shown === '' ? paint.strong(path) : `${paint.strong(path)} =${isLong ? '\n    ' : ' '}${shown}`
  const lines = [head, '']
  const isService = isTable && path.split('.').length === 2
  for (const part of parts) lines.push(...partLines(part, isService, { ...options, paint, width }))
  for (const { file, at } of silent) {
    const [place, words] = at
      ? [`${file}:${at.line}`, 'leaves it: lists are appended']
      : [file, 'says nothing here: the value stays']
    lines.push(`  ${paint.good(place)}  ${paint.quiet(words)}`)
  }
  if (note) lines.push(...(parts.length > 0 ? [''] : []), ...wrap(note, width - 2).map((line) => `  ${line}`))
  const advice = adviceFor(explanation)
  if (advice) lines.push('', ...wrap(advice, width - 2).map((line) => `  ${line}`))
  if (isTable) lines.push('', ...table(entries, width, paint))
  return lines.join('\n')
}

/** A command, a port and a mount are one value, though they have entries. */
function isOne({ path }: Explanation): boolean {
  return /\.(command|entrypoint|test)$/.test(path) || /\.(ports|volumes|secrets|configs|devices)\.\d+$/.test(path)
}

function partLines(part: Part, isService: boolean, options: TextOptions & { paint: Paint; width: number }): string[] {
  const { paint, width } = options
  const used = part.usedAt ? `, used at line ${part.usedAt.line}` : ''
  const lines = [`  ${paint.good(`${part.at.file}:${part.at.line}`)}  ${part.rule}${used}`]
  if (isService) return lines
  if (part.source) lines.push(`      ${paint.quiet(cut(part.source, width - 6))}`)
  for (const use of part.variables)
    lines.push(...wrap(visible(variableText(use, options.sourceOf)), width - 6).map(indented))
  if (part.rule !== 'set') lines.push(...wrap(part.why, width - 6).map(indented))
  return lines
}

const indented = (line: string): string => `      ${line}`

function variableText(use: VariableUse, sourceOf: TextOptions['sourceOf']): string {
  const { name, value, from, at } = use
  if (from === 'default') return `${name} is not set: the default ${JSON.stringify(value)} holds`
  if (value === undefined) return `${name} is not set: an empty text`
  const place = sourceOf?.(use) ?? (at ? `${at.file}:${at.line}` : from === 'environment' ? 'the shell' : from)
  return `${name}=${value} from ${place}`
}

/** An entry of a list, or a value of an earlier layer, stays until a later layer says otherwise: how to say it. */
function adviceFor({ path, parts, silent }: Explanation): string | undefined {
  const steps = path.split('.')
  const list = steps[2]
  const written = parts.findLast(({ rule }) => rule !== 'kept' && rule !== 'default')
  if (!written || list === undefined || steps[0] !== 'services' || steps.length < 4) return undefined
  if (!['ports', 'volumes', 'tmpfs', 'secrets', 'configs', 'devices'].includes(list)) return undefined
  const last = silent.at(-1)?.file
  const { file, line } = written.usedAt ?? written.at
  if (!last) return `To be rid of it, take it out of ${file}:${line}.`
  return `To be rid of it, write "${list}: !override" in ${last} with what shall remain, or "${list}: !reset []" for none.`
}

function table(entries: readonly Explanation[], width: number, paint: Paint): string[] {
  const rows = entries.map((entry) => {
    const last = entry.parts.at(-1)
    const place = last && last.rule !== 'default' ? `${last.at.file}:${last.at.line}` : 'added by Compose'
    return { name: nameOf(entry), value: summary(entry), place: `${place}${hasStory(entry) ? ' *' : ''}` }
  })
  const nameWidth = Math.min(28, Math.max(...rows.map(({ name }) => name.length)))
  const placeWidth = Math.min(40, Math.max(...rows.map(({ place }) => place.length)))
  const valueWidth = Math.max(12, width - nameWidth - placeWidth - 6)
  const fitted = Math.min(valueWidth, Math.max(...rows.map(({ value }) => value.length)))
  const lines = rows.map(({ name, value, place }) => {
    const cells = [cut(name, nameWidth).padEnd(nameWidth), cutMiddle(value, fitted).padEnd(fitted)]
    return `  ${cells[0]}  ${cells[1]}  ${place.startsWith('added') ? paint.quiet(place) : paint.good(place)}`
  })
  const example = entries.find(hasStory)
  if (!example) return lines
  return [...lines, '', paint.quiet(`  * several layers had a part in it: explain ${shortPath(example.path)}`)]
}

function shortPath(path: string): string {
  return path.replace(/^services\./, '')
}

function nameOf({ path }: Explanation): string {
  const key = path.slice(path.lastIndexOf('.') + 1)
  return /^\d+$/.test(key) ? `[${key}]` : keyOf(path)
}

/** A key may hold dots: what follows the field that encloses it. */
function keyOf(path: string): string {
  const [, , ...rest] = path.split('.')
  const free = /^(environment|labels|sysctls|annotations)$/.test(rest[0] ?? '')
  return free && rest.length > 1 ? rest.slice(1).join('.') : path.slice(path.lastIndexOf('.') + 1)
}

function summary(explanation: Explanation): string {
  const { path, value, entries } = explanation
  if (value === undefined) return '(nothing)'
  const text = shortValue(value, path)
  if (isOne(explanation)) return text
  return text.length > 60 && entries.length > 3 ? `${entries.length} entries` : text
}

function hasStory(entry: Explanation): boolean {
  return entry.parts.length > 1 || new Set(filesOf(entry)).size > 1
}

function filesOf({ parts, entries }: Explanation): string[] {
  return [...parts.map(({ at }) => at.file), ...entries.flatMap(filesOf)]
}

/** What a terminal would obey instead of showing it, made visible. */
export function visible(text: string): string {
  return text
    .replaceAll('\n', '\\n')
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '·')
}

/** One line of at most so many columns. */
export function cut(text: string, width: number): string {
  const flat = visible(text)
  return flat.length > width ? `${flat.slice(0, Math.max(1, width - 1))}…` : flat
}

/** Of a mount the path in the container is what people look for: what is cut is the beginning of its source. */
function cutMiddle(text: string, width: number): string {
  const arrow = text.indexOf(' -> ')
  const room = width - (text.length - arrow) - 1
  if (arrow < 0 || text.length <= width || room < 4) return cut(text, width)
  return `…${text.slice(arrow - room, arrow)}${text.slice(arrow)}`
}

/** Cuts a sentence into lines at its spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
