import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLSeq,
} from 'yaml'
import type { Place } from '../errors.ts'
import type { Loaded } from '../load.ts'

// Compose files as they are written, with the offsets of everything, for edits that leave the rest byte for byte.

/** A value in the text of a file, with what encloses it. */
export interface Written {
  node: Node
  /** Its key and value; absent for an item of a list. */
  pair?: Pair
  path: string[]
  /** The list that it is an item of, and that list's key. */
  list?: { node: YAMLSeq; pair?: Pair }
}

/** A file as it is written. */
export interface Source {
  text: string
  lineStarts: readonly number[]
  documents: readonly Node[]
}

const files = new WeakMap<Loaded, Map<string, Source | undefined>>()

/** A file of a project, parsed once for all that is looked for in it; undefined where it is gone. */
export function sourceOf(file: string, loaded: Loaded): Source | undefined {
  const known = files.get(loaded) ?? new Map<string, Source | undefined>()
  files.set(loaded, known)
  if (!known.has(file)) known.set(file, readSource(loaded.options.readFile(file)))
  return known.get(file)
}

function readSource(text: string | undefined): Source | undefined {
  if (text === undefined) return undefined
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, schema: 'failsafe', logLevel: 'silent' })
  return { text, lineStarts: lines.lineStarts, documents: documents.flatMap(({ contents }) => contents ?? []) }
}

/** What is written at a place; undefined when nothing begins there, or only by way of an alias from the path asked for. */
export function writtenAt({ documents, lineStarts }: Source, place: Place, path: string): Written | undefined {
  const offset = (lineStarts[place.line - 1] ?? 0) + place.column - 1
  for (const document of documents) {
    const found = search(document, offset, [])
    const match = found.findLast((each) => each.path.join('.') === path || each.path.slice(0, -1).join('.') === path)
    if (match) return match
  }
  return undefined
}

/** All values that begin at an offset, outermost first: a mapping begins where its first key does. */
function search(node: Node, offset: number, path: string[], around: Pick<Written, 'pair' | 'list'> = {}): Written[] {
  const own = node.range?.[0] === offset && !isAlias(node) ? [{ node, path, ...around }] : []
  if (!isMap(node) && !isSeq(node)) return own
  const inside = node.items.flatMap((item, index): Written[] => {
    if (isPair(item)) {
      const key = String(isScalar(item.key) ? item.key.value : '')
      return isNode(item.value) ? search(item.value, offset, [...path, key], { pair: item }) : []
    }
    const list = isSeq(node) ? { list: { node, ...(around.pair ? { pair: around.pair } : {}) } } : {}
    return isNode(item) ? search(item, offset, [...path, String(index)], list) : []
  })
  return [...own, ...inside]
}

/** Where a node's own text begins and ends, comments behind it left out. */
export function rangeOf(node: Node): [start: number, end: number] {
  const [start, end] = node.range ?? [0, 0]
  return [start, end]
}

/** What stands before an offset on its line. */
export function indentBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
}
