import { parseDotenv } from './dotenv.ts'
import type { Place } from './errors.ts'
import { linesOf } from './explain-source.ts'
import type { Loaded } from './load.ts'
import { resolvePath } from './paths.ts'
import type { Node, VariableUse } from './tree.ts'

/** A variable that a value was interpolated from. */
export interface UsedVariable {
  name: string
  /** Absent when the variable is not set. */
  value?: string
  /** `environment`, `project name`, the env file that has it, `default` (what the expression says), or `unset`. */
  from: string
  /** The line of the env file. */
  at?: Place
}

/** The variables that a node's values were interpolated from, each with the place where it was found. */
export function usedVariables(node: Node, loaded: Loaded): UsedVariable[] {
  if (node.kind === 'scalar') {
    return (node.variables ?? beforeItsForm(node, loaded)).map(({ name, value, from }) => {
      if (value === undefined || (value === '' && defaultOf(writtenAt(node, loaded), name, ':-') !== undefined))
        return withDefault(name, writtenAt(node, loaded))
      const at = placeInEnvFile(name, from, loaded)
      return { name, value, from, ...(at ? { at } : {}) }
    })
  }
  const children = node.kind === 'mapping' ? [...node.entries.values()] : node.items
  const all = children.flatMap((child) => usedVariables(child, loaded))
  return all.filter((use, index) => all.findIndex((other) => other.name === use.name) === index)
}

const written = new WeakMap<Loaded, Map<string, readonly VariableUse[]>>()

/** A short form has lost its variables on the way to the long one: they are looked up by the place of the text. */
function beforeItsForm(node: Node, loaded: Loaded): readonly VariableUse[] {
  let places = written.get(loaded)
  if (!places) {
    places = new Map()
    for (const { root } of loaded.layers) collect(root, places)
    written.set(loaded, places)
  }
  return places.get(placeKey(node.at)) ?? []
}

function collect(node: Node, into: Map<string, readonly VariableUse[]>): void {
  if (node.kind === 'scalar') {
    if (node.variables) into.set(placeKey(node.at), node.variables)
    return
  }
  for (const child of node.kind === 'mapping' ? node.entries.values() : node.items) collect(child, into)
}

const placeKey = ({ file, line, column }: Place): string => `${file}:${line}:${column}`

function withDefault(name: string, written: string): UsedVariable {
  const value = defaultOf(written, name, ':-') ?? defaultOf(written, name, '-')
  return value === undefined ? { name, from: 'unset' } : { name, value, from: 'default' }
}

/** What `${NAME:-…}` says after its operator, as written. */
function defaultOf(written: string, name: string, operator: string): string | undefined {
  const head = `\${${name}${operator}`
  const start = written.indexOf(head)
  if (start < 0) return undefined
  let open = 1
  for (let index = start + head.length; index < written.length; index++) {
    if (written[index] === '{' && written[index - 1] === '$') open++
    if (written[index] === '}' && --open === 0) return written.slice(start + head.length, index)
  }
  return undefined
}

/** A scalar's text before interpolation: what stands in the file from its place on. */
function writtenAt(node: Node, loaded: Loaded): string {
  return linesOf(node.at.file, loaded)
    .slice(node.at.line - 1, node.at.line + 20)
    .join('\n')
    .slice(node.at.column - 1)
}

function placeInEnvFile(name: string, from: string, { options }: Loaded): Place | undefined {
  if (from === 'environment' || from === 'project name') return undefined
  const text = options.readFile(resolvePath(options.projectDirectory, from))
  if (text === undefined) return undefined
  return parseDotenv(from, text, () => ({ value: '', from: '' })).get(name)?.at
}
