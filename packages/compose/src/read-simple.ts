import type { Place } from './errors.ts'
import { resolvePlain } from './resolve.ts'
import { type Mapping, type Node, scalar, type Scalar, sequence } from './tree.ts'
import type { Layer } from './read.ts'

// Reads the YAML that nearly all compose files are made of: block mappings and lists, values on one line, flow collections on one
// line, comments, `!reset` and `!override`. Five times as fast as the whole language, which is most of the work of a rendering.
// It gives up on everything else and on everything wrong, and never guesses: then the file is read again by the YAML parser, which
// also makes the error messages. A test holds the two against each other, place by place.

/** Thrown to give up; never seen outside. */
const NOT_SIMPLE = Symbol('not simple')

function giveUp(): never {
  throw NOT_SIMPLE
}

/** The one document of a simple file; of another the place from which on it is not simple. */
export function readSimple(file: string, text: string): { layer: Layer } | { stopped: Place } {
  // Tabs, carriage returns and what cannot be printed have rules of their own, and so have several documents.
  // eslint-disable-next-line no-control-regex
  const special = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]|^(?:---|\.\.\.|%)/m.exec(text)
  if (special) return { stopped: { file, line: text.slice(0, special.index).split('\n').length, column: 1 } }
  const reader = new SimpleReader(file, text)
  try {
    return { layer: reader.read() }
  } catch (error) {
    if (error === NOT_SIMPLE) return { stopped: reader.place() }
    throw error
  }
}

const DEEPEST = 100
const SPACE = 32
const NEWLINE = 10
const HASH = 35
const DASH = 45
const COLON = 58
// The first characters of anything that is not a plain text: , [ ] { } # & * ! | > ' " % @ ` ? :
const INDICATORS = new Set(',[]{}#&*!|>\'"%@`?:'.split('').map((char) => char.charCodeAt(0)))
// What ends a text without quotes; with a colon it is no text.
const BLOCK_END = / #|: |:?\n|:?$/g
const FLOW_END = /[,[\]{}\n]| #|:(?=[ ,[\]{}\n]|$)/g
const TAG = /!(?:reset|override)(?=[ \n]|$)/y
const PLAIN_KEY = /[A-Za-z_/.$][\w./$-]*/y

class SimpleReader {
  readonly #file: string
  readonly #text: string
  readonly #tags: Layer['tags'] = []
  readonly #path: string[] = []
  #position = 0
  #line = 1
  #lineStart = 0
  #brackets = 0
  /** Tags are only looked for outside of what a tag stands before. */
  #tagged = false

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  read(): Layer {
    if (this.#nextLine() !== 0) giveUp()
    const root = this.#block(0)
    if (this.#position < this.#text.length) giveUp()
    return { file: this.#file, root, tags: this.#tags }
  }

  /** Where it stands. */
  place(): Place {
    return this.#place()
  }

  #place(position = this.#position): Place {
    return { file: this.#file, line: this.#line, column: position - this.#lineStart + 1 }
  }

  #code(offset = 0): number {
    return this.#text.charCodeAt(this.#position + offset)
  }

  /** At the start of a line: goes to the next one with something on it, and returns how far that is indented; -1 at the end. */
  #nextLine(): number {
    while (this.#position < this.#text.length) {
      this.#spaces()
      const code = this.#code()
      if (code !== NEWLINE && code !== HASH) {
        return this.#position < this.#text.length ? this.#position - this.#lineStart : -1
      }
      this.#endLine()
    }
    return -1
  }

  #spaces(): void {
    while (this.#code() === SPACE) this.#position++
  }

  /** Behind a value: only a comment may follow on the line. */
  #endLine(): void {
    const start = this.#position
    this.#spaces()
    const code = this.#code()
    if (this.#position < this.#text.length && code !== NEWLINE) {
      const apart = this.#position > start || this.#position === this.#lineStart
      if (code !== HASH || !apart) giveUp()
      const end = this.#text.indexOf('\n', this.#position)
      this.#position = end < 0 ? this.#text.length : end
    }
    if (this.#position >= this.#text.length) return
    this.#position++
    this.#line++
    this.#lineStart = this.#position
  }

  /** A mapping or a list whose first line the reader stands on. */
  #block(indent: number): Node {
    if (this.#path.length > DEEPEST) giveUp()
    return this.#atDash() ? this.#items(indent) : this.#entries(indent)
  }

  #atDash(): boolean {
    if (this.#code() !== DASH) return false
    const next = this.#code(1)
    return next === SPACE || next === NEWLINE || this.#position + 1 >= this.#text.length
  }

  #entries(indent: number): Mapping {
    const at = this.#place()
    const entries = new Map<string, Node>()
    const keys = new Map<string, Place>()
    for (let here = indent; here === indent; here = this.#indentBelow(indent)) {
      const place = this.#place()
      const key = this.#key()
      if (keys.has(key) || this.#atDash()) giveUp()
      keys.set(key, place)
      const value = this.#under(key, () => this.#value(indent, indent))
      if (value) entries.set(key, value)
      else keys.delete(key)
    }
    return { kind: 'mapping', entries, keys, at }
  }

  /** The indentation of the line that the reader has come to; giving up where it belongs to nothing. */
  #indentBelow(indent: number): number {
    if (this.#position >= this.#text.length) return -1
    const here = this.#position - this.#lineStart
    if (here > indent) giveUp()
    return here
  }

  #under<T>(key: string, read: () => T): T {
    this.#path.push(key)
    const result = read()
    this.#path.pop()
    return result
  }

  #key(): string {
    const code = this.#code()
    const key = code === 34 || code === 39 ? this.#quoted(code) : this.#plainKey()
    if (this.#code() !== COLON) giveUp()
    const next = this.#code(1)
    if (next !== SPACE && next !== NEWLINE && this.#position + 1 < this.#text.length) giveUp()
    this.#position++
    return key
  }

  #plainKey(): string {
    PLAIN_KEY.lastIndex = this.#position
    const key = PLAIN_KEY.exec(this.#text)?.[0]
    if (key === undefined || typeof resolvePlain(key, NOWHERE).value !== 'string') giveUp()
    this.#position += key.length
    return key
  }

  #items(indent: number): Node {
    const at = this.#place()
    const items: Node[] = []
    let index = 0
    for (let here = indent; here === indent && this.#atDash(); here = this.#indentBelow(indent)) {
      this.#position++
      const item = this.#under(String(index++), () => this.#item(indent))
      if (item) items.push(item)
    }
    return sequence(items, at)
  }

  #item(indent: number): Node | undefined {
    const start = this.#position
    this.#spaces()
    const column = this.#position - this.#lineStart
    if (this.#isKey()) return this.#block(column)
    this.#position = start
    return this.#value(indent, indent + 1)
  }

  /** Does a mapping begin here, on the line of a dash? */
  #isKey(): boolean {
    if (this.#atDash()) giveUp()
    const end = this.#text.indexOf('\n', this.#position)
    const line = this.#text.slice(this.#position, end < 0 ? undefined : end)
    return /^(?:[\w./$][\w./$-]*|"[^"\\]*"|'[^']*') *:(?: |$)/.test(line)
  }

  /** What stands behind a colon or a dash, or below it; undefined under `!reset`. */
  #value(indent: number, listIndent: number): Node | undefined {
    this.#spaces()
    TAG.lastIndex = this.#position
    const tag = this.#code() === 33 ? TAG.exec(this.#text)?.[0] : undefined
    if (!tag) return this.#untagged(indent, listIndent)
    if (this.#tagged) giveUp()
    this.#position += tag.length
    this.#tagged = true
    this.#spaces()
    const at = this.#place()
    // Where the tag stands alone on its line, places follow other rules; and a single value behind `!override` is always a text.
    if (this.#code() === NEWLINE || this.#code() === HASH) giveUp()
    if (tag === '!override' && this.#code() !== 91 && this.#code() !== 123) giveUp()
    const value = this.#untagged(indent, listIndent)
    this.#tagged = false
    this.#tags.push({ path: [...this.#path], tag: tag as '!reset' | '!override', at })
    return tag === '!reset' ? undefined : value
  }

  #untagged(indent: number, listIndent: number): Node {
    const code = this.#code()
    if (this.#position >= this.#text.length || code === NEWLINE || code === HASH) return this.#below(indent, listIndent)
    const value = this.#oneLine()
    this.#endLine()
    // A deeper line would go on with this text.
    if (this.#nextLine() > indent) giveUp()
    return value
  }

  /** A block below its key, or nothing at all. */
  #below(indent: number, listIndent: number): Node {
    const nothing = scalar(null, this.#place())
    this.#endLine()
    const here = this.#nextLine()
    if (here > indent) return this.#block(here)
    return here === listIndent && here >= 0 && this.#atDash() ? this.#items(here) : nothing
  }

  #oneLine(): Node {
    const code = this.#code()
    if (code === 91) return this.#flowList()
    if (code === 123) return this.#flowMapping()
    if (code === 34 || code === 39) {
      const at = this.#place()
      return scalar(this.#quoted(code), at)
    }
    if (INDICATORS.has(code) || this.#atDash()) giveUp()
    return this.#plain(BLOCK_END)
  }

  /** A text without quotes, up to what ends it. */
  #plain(end: RegExp): Scalar {
    const at = this.#place()
    end.lastIndex = this.#position
    const found = end.exec(this.#text)
    const stop = found ? found.index : this.#text.length
    if (found?.[0].startsWith(':')) giveUp()
    const text = this.#text.slice(this.#position, stop).trimEnd()
    this.#position += text.length
    return resolvePlain(text, at)
  }

  #quoted(quote: number): string {
    const start = this.#position + 1
    const end = this.#text.indexOf(quote === 34 ? '"' : "'", start)
    const text = this.#text.slice(start, end)
    // An escape, a doubled quote, or a text over several lines.
    if (end < 0 || text.includes('\n') || (quote === 34 && text.includes('\\'))) giveUp()
    this.#position = end + 1
    if (this.#code() === quote) giveUp()
    return text
  }

  #flowList(): Node {
    if (++this.#brackets > DEEPEST) giveUp()
    const at = this.#place()
    const items: Node[] = []
    this.#position++
    this.#spaces()
    while (this.#code() !== 93) {
      items.push(this.#flowValue())
      this.#comma(93)
    }
    this.#position++
    this.#brackets--
    return sequence(items, at)
  }

  #flowMapping(): Node {
    const at = this.#place()
    const entries = new Map<string, Node>()
    const keys = new Map<string, Place>()
    this.#position++
    this.#spaces()
    while (this.#code() !== 125) {
      const place = this.#place()
      const key = this.#key()
      this.#spaces()
      if (keys.has(key)) giveUp()
      keys.set(key, place)
      entries.set(
        key,
        this.#under(key, () => this.#flowValue()),
      )
      this.#comma(125)
    }
    this.#position++
    return { kind: 'mapping', entries, keys, at }
  }

  #comma(close: number): void {
    this.#spaces()
    if (this.#code() === 44) {
      this.#position++
      this.#spaces()
    } else if (this.#code() !== close) giveUp()
  }

  #flowValue(): Node {
    if (this.#path.length > DEEPEST) giveUp()
    const code = this.#code()
    if (code === 91 || code === 123 || code === 34 || code === 39) return this.#oneLine()
    if (INDICATORS.has(code) || this.#position >= this.#text.length || code === NEWLINE) giveUp()
    if (code === DASH && !/[\w./-]/.test(this.#text[this.#position + 1] ?? '')) giveUp()
    return this.#plain(FLOW_END)
  }
}

const NOWHERE: Place = { file: '', line: 0, column: 0 }
