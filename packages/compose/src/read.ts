import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  Scalar as YamlScalar,
} from 'yaml'
import type { Node as YamlNode } from 'yaml'
import { ComposeError, type Place } from './errors.ts'
import { readSimple } from './read-simple.ts'
import { resolvePlain } from './resolve.ts'
import { mapping, type Node, type Path, type Scalar, scalar, sequence } from './tree.ts'

/** One YAML document of a compose file, and the places where it says `!reset` or `!override`. */
export interface Layer {
  file: string
  root: Node
  tags: { path: Path; tag: '!reset' | '!override'; at: Place }[]
}

/** How much of a file may be made of aliases, as the program's YAML parser has it: nearly all of a small file, little of a huge one. */
function allowedAliases(count: number): number {
  if (count <= 400_000) return 0.99
  return count >= 4_000_000 ? 0.1 : 0.99 - (0.89 * (count - 400_000)) / 3_600_000
}

const DEEPEST = 1_000

/**
 * Reads the text of a compose file as Compose's YAML parser does (YAML 1.2 with `<<`, octal `0644`, no `yes`/`on` booleans).
 * @throws ComposeError with line and column when it is not YAML, repeats a key, or is built to explode.
 */
export function readLayers(file: string, text: string): Layer[] {
  const known = recent.get(file)
  if (known?.text === text) return known.layers
  const simple = readSimple(file, text)
  const layers = 'layer' in simple ? [simple.layer] : parseLayers(file, text, simple.stopped)
  recent.set(file, { text, layers })
  if (recent.size > MOST_RECENT) recent.delete(recent.keys().next().value as string)
  return layers
}

// Parsing is most of the work, and the base is read for every environment. Nodes never change, so they can be shared.
const recent = new Map<string, { text: string; layers: Layer[] }>()
const MOST_RECENT = 16

/** The parser needs a kilobyte of memory for every few characters, more where they are wrong. */
const MOST_PARSED = 1_000_000

/**
 * Reads the text with the YAML parser, whatever stands in it.
 * @param needed the place that the parser is needed for.
 */
export function parseLayers(file: string, text: string, needed: Place = { file, line: 1, column: 1 }): Layer[] {
  const lines = new LineCounter()
  const documents = parseDocuments(file, text, lines, needed)
  return documents
    .filter((document) => document.contents !== null)
    .map((document) => new Reader(file, document, lines).read())
}

/** Where a bracket is opened while thousands are open: the parser needs kilobytes for each, and its stack ends before the file. */
function tooManyBrackets(text: string): number | undefined {
  let open = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 91 || code === 123) {
      if (++open > 5 * DEEPEST) return i
    } else if ((code === 93 || code === 125) && open > 0) open--
  }
  return undefined
}

function parseDocuments(file: string, text: string, lines: LineCounter, needed: Place): Document.Parsed[] {
  if (text.includes('\u0000')) {
    throw new ComposeError(`${file} is not a text file`, { at: { file, line: 1, column: 1 } })
  }
  const bracket = tooManyBrackets(text)
  if (bracket !== undefined) {
    const line = text.slice(0, bracket).split('\n').length
    const column = bracket - text.lastIndexOf('\n', bracket)
    throw new ComposeError(`${file} is nested too deeply`, { at: { file, line, column } })
  }
  if (text.length > MOST_PARSED) {
    throw new ComposeError(`${file} is too large for what stands here, if it is YAML at all`, {
      at: needed,
      suggestion:
        'Beyond a megabyte only plain mappings, lists and values on one line are read: write this so, or spread it over several files.',
    })
  }
  let documents: Document.Parsed[]
  try {
    documents = [
      ...parseAllDocuments(text, { lineCounter: lines, schema: 'failsafe', logLevel: 'silent', prettyErrors: false }),
    ]
  } catch (error) {
    // The parser recurses; a file of a hundred thousand brackets ends its stack.
    throw new ComposeError(
      `${file} cannot be read as YAML: ${error instanceof RangeError ? 'nested too deeply' : String(error)}`,
      {
        at: { file, line: 1, column: 1 },
      },
    )
  }
  for (const document of documents) {
    const problem = document.errors[0]
    if (!problem) continue
    const { line, col } = lines.linePos(problem.pos[0])
    throw new ComposeError(problem.message, { at: { file, line, column: col } })
  }
  return documents
}

class Reader {
  readonly #file: string
  readonly #document: Document.Parsed
  readonly #lines: LineCounter
  readonly #tags: Layer['tags'] = []
  readonly #anchors = new Map<string, YamlNode>()
  readonly #open = new Set<YamlNode>()
  /** Compose looks for no further tags there. */
  #insideOverride = false
  #count = 0
  #aliased = 0
  #aliasDepth = 0

  constructor(file: string, document: Document.Parsed, lines: LineCounter) {
    this.#file = file
    this.#document = document
    this.#lines = lines
  }

  read(): Layer {
    const contents = this.#document.contents as YamlNode
    const root = this.#convert(contents, []) ?? mapping([], this.#place(contents))
    return { file: this.#file, root, tags: this.#tags }
  }

  #place(node: YamlNode | null | undefined): Place {
    const { line, col } = this.#lines.linePos(node?.range?.[0] ?? 0)
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  /** undefined for a value under `!reset`, which takes its key away. */
  #convert(node: YamlNode | null, path: Path): Node | undefined {
    this.#count++
    if (this.#aliasDepth > 0) this.#aliased++
    if (this.#aliased > 100 && this.#count > 1000 && this.#aliased / this.#count > allowedAliases(this.#count)) {
      throw new ComposeError('document contains excessive aliasing', { at: this.#place(node) })
    }
    if (path.length > DEEPEST) throw new ComposeError('nested too deeply', { at: this.#place(node) })
    if (node === null || !isNode(node)) return scalar(null, this.#place(node))
    if (isAlias(node)) return this.#alias(node, path)
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node)
    const at = this.#place(node)
    if (node.tag === '!reset' && !this.#insideOverride) {
      this.#tags.push({ path, tag: '!reset', at })
      return undefined
    }
    const overrides = node.tag === '!override' && !this.#insideOverride
    if (overrides) this.#tags.push({ path, tag: '!override', at })
    this.#open.add(node)
    if (overrides) this.#insideOverride = true
    const converted = this.#plain(node, path, at)
    if (overrides) this.#insideOverride = false
    this.#open.delete(node)
    return converted
  }

  #plain(node: YamlNode, path: Path, at: Place): Node {
    if (isScalar(node)) return readScalar(node, at)
    if (isSeq(node)) {
      const items: Node[] = []
      node.items.forEach((item, index) => {
        const value = this.#convert(item as YamlNode | null, [...path, String(index)])
        if (value) items.push(value)
      })
      return sequence(items, at)
    }
    if (isMap(node)) return this.#mapping(node, path, at)
    return scalar(null, at)
  }

  #alias(node: YamlNode & { source: string }, path: Path): Node | undefined {
    const target = this.#anchors.get(node.source)
    if (!target) {
      throw new ComposeError(`unknown anchor '${node.source}' referenced`, {
        at: this.#place(node),
        suggestion: `An anchor belongs to its own file: define &${node.source} above this line, or use extends for another file's service.`,
      })
    }
    if (this.#open.has(target)) {
      throw new ComposeError(`anchor '${node.source}' value contains itself`, { at: this.#place(node) })
    }
    this.#aliasDepth++
    const converted = this.#convert(target, path)
    this.#aliasDepth--
    return converted
  }

  #mapping(node: YamlNode & { items: { key: unknown; value: unknown }[] }, path: Path, at: Place): Node {
    const entries = new Map<string, Node>()
    const keys = new Map<string, Place>()
    const merges: YamlNode[] = []
    for (const { key, value } of node.items) {
      const name = this.#key(key as YamlNode | null, path)
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        merges.push(value as YamlNode)
        continue
      }
      const converted = this.#convert(value as YamlNode | null, [...path, name])
      if (!converted) continue
      entries.set(name, converted)
      keys.set(name, this.#place(key as YamlNode))
    }
    for (const merge of merges) this.#merge(merge, path, entries, keys)
    return { kind: 'mapping', entries, keys, at }
  }

  #merge(value: YamlNode, path: Path, entries: Map<string, Node>, keys: Map<string, Place>): void {
    const source = this.#convert(value, path)
    const sources = source?.kind === 'sequence' ? source.items : [source]
    for (const each of sources) {
      if (each?.kind !== 'mapping') {
        throw new ComposeError('map merge requires map or sequence of maps as the value', { at: this.#place(value) })
      }
      for (const [key, node] of each.entries) {
        if (entries.has(key)) continue
        entries.set(key, node)
        keys.set(key, each.keys?.get(key) ?? node.at)
      }
    }
  }

  #key(key: YamlNode | null, path: Path): string {
    const converted = key === null ? undefined : this.#convert(key, path)
    if (converted?.kind === 'scalar' && typeof converted.value === 'string') return converted.value
    const shown = converted?.kind === 'scalar' ? String(converted.value) : 'null'
    throw new ComposeError(`non-string key in ${path.join('.') || 'the file'}: ${shown}`, {
      at: this.#place(key),
      suggestion: `Put the key in quotes: "${shown}":`,
    })
  }
}

function readScalar(node: YamlScalar, at: Place): Scalar {
  const text = typeof node.value === 'string' ? node.value : String(node.value ?? '')
  const core = /^tag:yaml\.org,2002:(null|bool|int|float)$/.test(node.tag ?? '')
  if (core) return resolvePlain(text, at)
  // Any other tag makes a text of it, `!override 5` and a `!reset null` inside of `!override` too.
  return node.type === YamlScalar.PLAIN && node.tag === undefined ? resolvePlain(text, at) : scalar(text, at)
}
