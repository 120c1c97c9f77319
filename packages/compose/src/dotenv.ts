import { ComposeError, type Place } from './errors.ts'
import { type Lookup, substitute } from './interpolate.ts'
import type { VariableUse } from './tree.ts'

export interface DotenvEntry {
  value: string
  at: Place
  variables: VariableUse[]
}

/**
 * Reads an env file: `KEY=value`, `export KEY=value`, quotes, comments, values over several lines, and interpolation in all
 * values but those in single quotes. A key without `=` takes the caller's value, where there is one.
 * @throws ComposeError with line and column.
 */
export function parseDotenv(file: string, text: string, lookup: Lookup): Map<string, DotenvEntry> {
  return new DotenvReader(file, text, lookup).read()
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', c: '\\c', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

class DotenvReader {
  readonly #file: string
  readonly #text: string
  readonly #outer: Lookup
  readonly #entries = new Map<string, DotenvEntry>()
  #position = 0

  constructor(file: string, text: string, outer: Lookup) {
    this.#file = file
    this.#text = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
    this.#outer = outer
  }

  read(): Map<string, DotenvEntry> {
    while (this.#skipToStatement()) this.#statement()
    return this.#entries
  }

  /** The caller's variables come before those of the file. */
  readonly #lookup: Lookup = (name) => {
    const own = this.#entries.get(name)
    return this.#outer(name) ?? (own && { value: own.value, from: this.#file, at: own.at })
  }

  #place(position: number): Place {
    const before = this.#text.slice(0, position)
    return { file: this.#file, line: before.split('\n').length, column: position - before.lastIndexOf('\n') }
  }

  #skipToStatement(): boolean {
    const blank = /(?:\s|#[^\n]*)*/y
    blank.lastIndex = this.#position
    blank.exec(this.#text)
    this.#position = blank.lastIndex
    return this.#position < this.#text.length
  }

  #statement(): void {
    const at = this.#place(this.#position)
    const head = /(?:export[ \t]+)?([^=:\n]*)([=:]?)/y
    head.lastIndex = this.#position
    const [, name = '', separator = ''] = head.exec(this.#text) ?? []
    const key = name.trim()
    if (!/^[A-Za-z0-9_.[\]-]+$/.test(key)) {
      throw new ComposeError(`unexpected character in variable name ${JSON.stringify(key)}`, { at })
    }
    this.#position = head.lastIndex
    if (separator === '') {
      const found = this.#outer(key)
      if (found) this.#entries.set(key, { value: found.value, at, variables: [{ name: key, ...found }] })
      return
    }
    const variables: VariableUse[] = []
    this.#entries.set(key, { value: this.#value(at, variables), at, variables })
  }

  #value(at: Place, used: VariableUse[]): string {
    const space = /[ \t\v\f\r]*/y
    space.lastIndex = this.#position
    space.exec(this.#text)
    const start = space.lastIndex
    const quote = this.#text[start]
    if (quote === '"' || quote === "'") return this.#quoted(quote, start, at, used)
    const newline = this.#text.indexOf('\n', start)
    const end = newline < 0 ? this.#text.length : newline
    this.#position = end
    const value = (this.#text.slice(start, end).split(' #', 1)[0] as string).trimEnd()
    return substitute(value, this.#lookup, used, at)
  }

  #quoted(quote: string, start: number, at: Place, used: VariableUse[]): string {
    let end = start + 1
    while (end < this.#text.length && this.#text[end] !== quote) end += this.#text[end] === '\\' ? 2 : 1
    if (end >= this.#text.length) throw new ComposeError('unterminated quoted value', { at })
    this.#position = end + 1
    const value = this.#text.slice(start + 1, end).replace(/\\([^])/g, (pair, next) => (next === quote ? quote : pair))
    return quote === "'" ? value : substitute(expandEscapes(value), this.#lookup, used, at)
  }
}

function expandEscapes(text: string): string {
  return text.replace(/\\([abcfnrtv$"\\]|0[0-7]{0,3})/g, (_, escape: string) => {
    if (escape === '$') return '$$'
    if (escape.startsWith('0')) return String.fromCharCode(Number.parseInt(escape, 8))
    return ESCAPES[escape] ?? escape
  })
}
