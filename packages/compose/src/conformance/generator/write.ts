// Values as YAML, in the flow style of JSON or in blocks with all that people write in them.

/** A value with a tag before it. */
export class Tagged {
  readonly tag: string
  readonly value: unknown
  constructor(tag: string, value: unknown) {
    this.tag = tag
    this.value = value
  }
}

/** A value that is written as it stands: an alias, an anchor, something broken. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Is it a mapping or a list whose parts can be looked at? */
export function isContainer(value: unknown): value is object {
  return value instanceof Object && !(value instanceof Tagged) && !(value instanceof Raw)
}

type Pick = <T>(items: readonly T[]) => T

export function writeFlow(value: unknown): string {
  if (value instanceof Raw) return value.text
  if (value instanceof Tagged) return `${value.tag} ${writeFlow(value.value)}`
  if (Array.isArray(value)) return `[${value.map(writeFlow).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const entries = entriesOf(value).map(
      ([key, each]) => `${key === '<<' ? key : JSON.stringify(key)}: ${writeFlow(each)}`,
    )
    return `{${entries.join(', ')}}`
  }
  return JSON.stringify(value)
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== undefined)
}

/** The lines of a mapping in block style; now and then a part of it is in flow style, a comment or a block of text. */
export function writeBlock(value: object, pick: Pick, indent = ''): string[] {
  return entriesOf(value).flatMap(([key, each]) => {
    const comment = pick([[], [], [], [], [`${indent}# about ${key}`], ['']])
    const lines = writeValue(each, pick, indent)
    return [...comment, `${indent}${writeKey(key, pick)}:${lines[0] === '' ? '' : ` ${lines[0]}`}`, ...lines.slice(1)]
  })
}

/** What stands after a colon or a dash, and the lines below it. */
function writeValue(value: unknown, pick: Pick, indent: string): string[] {
  if (value instanceof Tagged) {
    const lines = writeValue(value.value, pick, indent)
    return [`${value.tag}${lines[0] === '' ? '' : ` ${lines[0]}`}`, ...lines.slice(1)]
  }
  if (value === null) return [pick(['', 'null', '~'])]
  if (typeof value === 'string') return writeText(value, pick, indent)
  if (typeof value !== 'object' || value instanceof Raw || pick([true, false, false, false])) return [writeFlow(value)]
  if (Array.isArray(value))
    return value.length === 0 ? ['[]'] : ['', ...writeItems(value, pick, indent + pick(['', '  ']))]
  return entriesOf(value).length === 0 ? ['{}'] : ['', ...writeBlock(value, pick, `${indent}${pick(['  ', '    '])}`)]
}

function writeItems(items: readonly unknown[], pick: Pick, indent: string): string[] {
  return items.flatMap((item) => {
    if (isContainer(item) && !Array.isArray(item) && entriesOf(item).length > 0 && pick([true, true, false])) {
      const [first = '', ...rest] = writeBlock(item, pick, `${indent}  `)
      if (/^ *[^# ]/.test(first)) return [`${indent}- ${first.trimStart()}`, ...rest]
    }
    if (typeof item === 'string') {
      const lines = writeText(item, pick, `${indent}  `)
      return [`${indent}- ${lines[0]}`, ...lines.slice(1)]
    }
    return [`${indent}- ${item === null ? pick(['', '~']) : writeFlow(item)}`]
  })
}

const PLAIN = /^[A-Za-z/.$][\w./${}=@+-]*(?: [\w./${}=@+-]+)*$/
const SPECIAL = /^(?:true|false|null|yes|no|on|off|y|n|\.\w+|\.)$/i

function writeKey(key: string, pick: Pick): string {
  if (key === '<<') return key
  const safe = /^[A-Za-z_][\w.-]*$/.test(key) && !SPECIAL.test(key)
  return safe ? pick([key, key, key, JSON.stringify(key)]) : JSON.stringify(key)
}

function writeText(text: string, pick: Pick, indent: string): string[] {
  const quoted = JSON.stringify(text)
  const single = /^[ -~]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : quoted
  const plain = PLAIN.test(text) && !SPECIAL.test(text) ? text : quoted
  if (/^[!-~][ -~]*$/.test(text) && pick([...Array(14).fill(false), true])) return ['|-', `${indent}  ${text}`]
  return [pick([plain, plain, quoted, single, `${plain} # says it all`])]
}
