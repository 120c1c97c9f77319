import { type Explanation, explain } from './explain.ts'
import type { Json } from './output.ts'
import type { Project } from './project.ts'

/** Says for a path of the model which comment stands behind its value; undefined for none. */
export type CommentOf = (path: readonly string[]) => string | undefined

interface Line {
  code: string
  comment: string | undefined
}

/**
 * A project, or a part of one, as a compose file: `$` is doubled, so that it can be read again.
 * @param commentOf a comment for each value that is neither mapping nor list.
 */
export function projectYaml(project: Project, commentOf: CommentOf = () => undefined): string {
  const lines = [...mappingLines(project as unknown as { [key: string]: Json }, [], '', commentOf)]
  const lengths = lines.map(({ code, comment }) => (comment === undefined ? 0 : code.length))
  const column = Math.min(48, Math.max(0, ...lengths))
  return lines
    .map(({ code, comment }) => (comment === undefined ? code : `${code.padEnd(column)}  # ${comment}`))
    .join('\n')
}

/** The sections in the order of `docker compose config`, and below them the keys by their letters. */
function* mappingLines(
  value: { [key: string]: Json },
  path: readonly string[],
  indent: string,
  commentOf: CommentOf,
): Iterable<Line> {
  const keys = Object.keys(value)
  for (const key of path.length === 0 ? keys : keys.toSorted()) {
    yield* valueLines(`${indent}${yamlText(key)}:`, value[key] as Json, [...path, key], indent, commentOf)
  }
}

/** @param head what stands before the value on its line: the key, or the dash of an item. */
function* valueLines(
  head: string,
  value: Json,
  path: readonly string[],
  indent: string,
  commentOf: CommentOf,
): Iterable<Line> {
  const inside = `${indent}  `
  if (value === null || typeof value !== 'object') {
    const [first = '', ...rest] = scalarLines(value, inside)
    yield { code: `${head} ${first}`, comment: commentOf(path) }
    for (const code of rest) yield { code, comment: undefined }
  } else if (Object.keys(value).length === 0) {
    yield { code: `${head} ${Array.isArray(value) ? '[]' : '{}'}`, comment: undefined }
  } else if (Array.isArray(value)) {
    yield { code: head, comment: undefined }
    for (const [index, item] of value.entries()) yield* itemLines(item, [...path, String(index)], inside, commentOf)
  } else {
    yield { code: head, comment: undefined }
    yield* mappingLines(value, path, inside, commentOf)
  }
}

function* itemLines(item: Json, path: readonly string[], indent: string, commentOf: CommentOf): Iterable<Line> {
  const isMapping = item !== null && typeof item === 'object' && !Array.isArray(item)
  if (!isMapping || Object.keys(item).length === 0)
    return yield* valueLines(`${indent}-`, item, path, indent, commentOf)
  // The first key stands behind the dash.
  let first = true
  for (const { code, comment } of mappingLines(item, path, `${indent}  `, commentOf)) {
    yield { code: first ? `${indent}- ${code.trimStart()}` : code, comment }
    first = false
  }
}

function scalarLines(value: string | number | boolean | null, indent: string): string[] {
  if (typeof value !== 'string') return [String(value)]
  const doubled = value.replaceAll('$', '$$$$')
  const isBlock = /^\S[^]*\n[^]*$/.test(doubled) && !/[\t\r\u0000-\u0008]|[ ]\n|\n\n$|^\n/.test(doubled)
  if (!isBlock) return [yamlText(doubled)]
  const lines = doubled.replace(/\n$/, '').split('\n')
  return [doubled.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : `${indent}${line}`))]
}

/** A text without quotes where no reader of YAML, old or new, can take it for anything else. */
export function yamlText(value: string): string {
  const isPlain = /^[A-Za-z_/.~$-][\w/.,;:@%+=$~*?!()<>|^ -]*$/.test(value) && !/: |:$| #| $|^- |^-$|^---/.test(value)
  return isPlain && !isAmbiguous(value) ? value : JSON.stringify(value)
}

/** What some reader takes for a number, a date, a truth value or nothing. */
function isAmbiguous(value: string): boolean {
  return /^([-+]?\.?\d[\d_,.:e+-]*|[-+]?\.(inf|nan)|y|n|yes|no|on|off|true|false|null|~)$/i.test(value)
}

/** The layers behind each value of a project, as `file:line`, the last word first; and how it met the earlier ones. */
export function originOf(project: Project): CommentOf {
  const root = explain(project, [])
  return (path) => {
    const found = entryAt(root, path)
    const last = found?.parts.at(-1)
    if (!found || !last) return undefined
    if (last.rule === 'default') return 'added by Compose'
    const place = `${last.at.file}:${last.at.line}`
    return last.rule === 'set' ? place : `${place} (${last.rule.replace('same entry ', '')})`
  }
}

function entryAt(root: Explanation, path: readonly string[]): Explanation | undefined {
  let found: Explanation | undefined = root
  let full = ''
  for (const step of path) {
    full = full === '' ? step : `${full}.${step}`
    const wanted = full
    found = found?.entries.find((entry) => entry.path === wanted)
  }
  return found
}
