import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLSeq } from 'yaml'
import { yamlText } from '../explain-yaml.ts'
import { type Loaded, loadedFrom } from '../load.ts'
import type { Project } from '../project.ts'
import { textOf } from '../tree.ts'
import { field, type Finding } from './finding.ts'
import { indentBefore, rangeOf, sourceOf, type Written, writtenAt } from './source.ts'

/** A piece of a file's text to be replaced. */
export interface Edit {
  file: string
  start: number
  end: number
  text: string
}

type Fixer = (written: Written, text: string, finding: Finding, loaded: Loaded) => Omit<Edit, 'file'>[]

/** The rules whose findings have one correct edit. What a person must decide (which ports, which name) is not among them. */
const FIXERS: Record<string, Fixer> = {
  'clears-nothing': clear,
  'check-stays-off': enableCheck,
  'map-form': asMapping,
  'weaker-dependency': asMapping,
  'public-data': onLoopback,
  'command-cut': withShell,
}

/** The names of the rules that `fixOf` knows a correction for. */
export const FIXABLE: ReadonlySet<string> = new Set(Object.keys(FIXERS))

/** The edits that correct a finding; none where a person must decide, or where an alias brings it in from elsewhere. */
export function fixOf(finding: Finding, project: Project): Edit[] {
  const fixer = FIXERS[finding.rule]
  const loaded = loadedFrom(project)
  const { file } = finding.at
  const source = fixer && sourceOf(file, loaded)
  if (!source) return []
  const path = finding.rule === 'weaker-dependency' ? finding.path.replace(/\.[^.]*$/, '') : finding.path
  const written = writtenAt(source, finding.at, path)
  if (!written || ('anchor' in written.node && written.node.anchor)) return []
  return fixer(written, source.text, finding, loaded).map((edit) => ({ file, ...edit }))
}

/** A text with edits made; of two that overlap only the first, the other is for the next time. */
export function applyEdits(text: string, edits: readonly Omit<Edit, 'file'>[]): string {
  let result = ''
  let position = 0
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < position) continue
    result += text.slice(position, start) + replacement
    position = end
  }
  return result + text.slice(position)
}

function clear({ node, pair }: Written, text: string): Omit<Edit, 'file'>[] {
  const [start, end] = rangeOf(node)
  if (!pair || node.tag?.startsWith('!') || ('items' in node && node.items.length > 0)) return []
  if (start !== end) return [{ start, end: start, text: '!reset ' }]
  const [, keyEnd] = rangeOf(pair.key as Scalar)
  const colon = text.indexOf(':', keyEnd)
  return [{ start: colon + 1, end: colon + 1, text: ' !reset null' }]
}

function enableCheck(written: Written, text: string): Omit<Edit, 'file'>[] {
  return written.pair ? [insertBefore(written.pair, 'disable: false', text)] : []
}

/** A pair of its own before another one, in the form of their mapping. */
function insertBefore(pair: Pair, addition: string, text: string): Omit<Edit, 'file'> {
  const [start] = rangeOf(pair.key as Scalar)
  const before = indentBefore(text, start)
  const isBlock = /^\s*(- +)?$/.test(before)
  const separator = isBlock ? `\n${before.replace('-', ' ')}` : ', '
  return { start, end: start, text: `${addition}${separator}` }
}

function asMapping(written: Written, text: string, finding: Finding, loaded: Loaded): Omit<Edit, 'file'>[] {
  const { node, pair } = isSeq(written.node) ? (written as { node: YAMLSeq; pair?: Pair }) : (written.list ?? {})
  if (!node || node.anchor) return []
  const entries = node.items.map((item) =>
    isScalar(item) && !item.anchor ? entryOf(item, finding, loaded) : undefined,
  )
  const names = entries.map((entry) => entry?.key)
  if (names.includes(undefined) || new Set(names).size < names.length) return []
  return node.flow ? flowMapping(node, entries as Entry[]) : blockMapping(node, entries as Entry[], text, pair)
}

interface Entry {
  key: string
  value: string
}

/** `KEY=value` as a key and a value, or a dependency with the condition that it has had. */
function entryOf(item: Scalar, finding: Finding, loaded: Loaded): Entry | undefined {
  const text = String(item.value)
  if (text.includes('\n') || item.type?.startsWith('BLOCK')) return undefined
  const [, name = ''] = finding.path.split('.')
  if (finding.path.includes('.depends_on')) {
    const condition = field(loaded.tree, 'services', name, 'depends_on', text, 'condition')
    const before = condition?.history?.at(-2)?.node
    return { key: yamlText(text), value: `{condition: ${before ? textOf(before) : 'service_started'}}` }
  }
  const equals = text.indexOf('=')
  if (equals === 0) return undefined
  if (equals < 0) return { key: yamlText(text), value: '' }
  return { key: yamlText(text.slice(0, equals)), value: quotedInFlow(text.slice(equals + 1)) }
}

function quotedInFlow(text: string): string {
  return /[,[\]{}]/.test(text) || text === '' ? JSON.stringify(text) : yamlText(text)
}

function flowMapping(list: YAMLSeq, entries: Entry[]): Omit<Edit, 'file'>[] {
  const [start, end] = rangeOf(list)
  const inside = list.items.map((item, index) => {
    const [from, to] = rangeOf(item as Scalar)
    const { key, value } = entries[index] as Entry
    return { start: from, end: to, text: value === '' ? `${key}: null` : `${key}: ${value}` }
  })
  return [{ start, end: start + 1, text: '{' }, ...inside, { start: end - 1, end, text: '}' }]
}

function blockMapping(list: YAMLSeq, entries: Entry[], text: string, pair: Pair | undefined): Omit<Edit, 'file'>[] {
  const keyIndent = pair ? indentBefore(text, rangeOf(pair.key as Scalar)[0]).length : 0
  const edits = list.items.map((item, index) => {
    const [from, to] = rangeOf(item as Scalar)
    const dash = text.lastIndexOf('-', from - 1)
    const { key, value } = entries[index] as Entry
    // A list may stand under its key without being indented, a mapping may not.
    const indent = indentBefore(text, dash).length <= keyIndent ? '  ' : ''
    const isPlain = /^- *$/.test(text.slice(dash, from)) && /^ *$/.test(indentBefore(text, dash))
    return isPlain ? { start: dash, end: to, text: `${indent}${key}:${value === '' ? '' : ` ${value}`}` } : undefined
  })
  return edits.every((edit) => edit !== undefined) ? edits : []
}

function onLoopback({ node }: Written, text: string): Omit<Edit, 'file'>[] {
  if (isMap(node)) {
    const first = node.items[0]
    const host = node.items.find(({ key }) => isScalar(key) && key.value === 'host_ip')
    if (host && isScalar(host.value)) return [{ ...spanOf(host.value), text: '127.0.0.1' }]
    return first ? [insertBefore(first, 'host_ip: 127.0.0.1', text)] : []
  }
  if (!isScalar(node) || node.anchor) return []
  const port = String(node.value)
  const address = /^(\[[^\]]*\]|\d+\.\d+\.\d+\.\d+):/.exec(port)
  const rest = address ? port.slice(address[0].length) : port
  const isAlone = !/^(\$\{[^}]*\}|[^:])*:/.test(rest)
  return [{ ...spanOf(node), text: JSON.stringify(`127.0.0.1:${isAlone ? ':' : ''}${rest}`) }]
}

function spanOf(node: Scalar): { start: number; end: number } {
  const [start, end] = rangeOf(node)
  return { start, end }
}

function withShell({ node }: Written): Omit<Edit, 'file'>[] {
  if (!isScalar(node) || node.type?.startsWith('BLOCK')) return []
  return [{ ...spanOf(node), text: `[sh, -c, ${JSON.stringify(String(node.value))}]` }]
}
