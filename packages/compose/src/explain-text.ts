import { type Explanation, leavesOf, type Part } from './explain.ts'
import type { Json } from './output.ts'
import type { VariableUse } from './tree.ts'

/** An explanation as text for a terminal: the value, each layer's part under it, then the entries that have a story of their own. */
export function explanationText(explanation: Explanation): string {
  return lines(explanation, 0).join('\n')
}

function lines(explanation: Explanation, depth: number): string[] {
  const indent = '  '.repeat(depth)
  const isLeaf = explanation.entries.length === 0 || (depth > 0 && isPlain(explanation))
  const head = `${indent}${explanation.path}${isLeaf ? ` = ${oneLine(explanation.value)}` : ''}`
  const own = explanation.parts.map((part) => `${indent}  ${partText(part)}`)
  return [head, ...own, ...(isLeaf ? [] : explanation.entries.flatMap((entry) => lines(entry, depth + 1)))]
}

/** Written whole in one file: its entries have nothing to add. */
function isPlain(explanation: Explanation): boolean {
  const files = new Set(leavesOf(explanation).flatMap((leaf) => leaf.parts.map((part) => part.at.file)))
  const singly = (each: Explanation): boolean => each.parts.length <= 1 && each.entries.every(singly)
  return files.size <= 1 && singly(explanation)
}

function partText(part: Part): string {
  const place = `${part.at.file}:${part.at.line}`
  const variables = part.variables.length > 0 ? `; ${part.variables.map(variableText).join(', ')}` : ''
  const value = part.value !== null && typeof part.value === 'object' ? '' : ` ${oneLine(part.value)}`
  return `${place}  ${part.rule}${value} (${part.why}${variables})`
}

function variableText(use: VariableUse): string {
  return use.value === undefined ? `${use.name} is not set` : `${use.name}=${use.value} from ${use.from}`
}

function oneLine(value: Json | undefined): string {
  if (value === undefined) return '(nothing)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 99)}…` : text.replaceAll('\n', '\\n')
}
