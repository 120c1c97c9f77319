import { parseDotenv } from './dotenv.ts'
import { ComposeError } from './errors.ts'
import type { Lookup } from './interpolate.ts'
import {
  type FoundVariable,
  isNull,
  mapEntries,
  mapping,
  type Mapping,
  type Node,
  scalar,
  textOf,
  withEntries,
} from './tree.ts'

export type ReadFile = (path: string) => string | undefined

/** An env file that `--env-file` or the project's folder gives. */
export interface EnvFile {
  path: string
  text: string
}

/** The variables of the caller, and those that env files give. */
export interface Variables {
  /** The caller's environment beats the files, a later file beats an earlier one. */
  lookup: Lookup
  inFiles: ReadonlyMap<string, FoundVariable>
}

/** Reads env files, each with the variables of the caller and of the files before it. */
export function readVariables(environment: Record<string, string>, envFiles: readonly EnvFile[]): Variables {
  const inFiles = new Map<string, FoundVariable>()
  const lookup: Lookup = (name) => {
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined
    return value === undefined ? inFiles.get(name) : { value, from: 'environment' }
  }
  for (const { path, text } of envFiles) {
    for (const [name, { value, at }] of parseDotenv(path, text, lookup)) inFiles.set(name, { value, from: path, at })
  }
  return { lookup, inFiles }
}

/** Gives every service the variables of its `env_file`s, and values to the variables that only name themselves. */
export function resolveEnvironments(services: Mapping, lookup: Lookup, readFile: ReadFile): Mapping {
  return mapEntries(services, (service) => {
    if (service.kind !== 'mapping') return service
    const changes: Record<string, Node | undefined> = {}
    const build = service.entries.get('build')
    if (build?.kind === 'mapping') changes.build = resolveBuildArguments(build, lookup)
    const own = resolveNulls(service.entries.get('environment'), lookup)
    const files = service.entries.get('env_file')
    const labels = withLabelFiles(service, readFile)
    if (labels) changes.labels = labels
    changes.environment = files?.kind === 'sequence' ? withEnvFiles(own, files.items, lookup, readFile) : own
    return withEntries(service, changes)
  })
}

function resolveNulls(node: Node | undefined, lookup: Lookup): Mapping | undefined {
  if (node?.kind !== 'mapping') return undefined
  return mapEntries(node, (value, name) => (isNull(value) ? resolveNull(value, name, lookup) : value))
}

function resolveNull(node: Node, name: string, lookup: Lookup): Node {
  const found = lookup(name)
  if (!found) return node
  return {
    ...scalar(found.value, node.at),
    variables: [{ name, ...found }],
    ...(node.history ? { history: node.history } : {}),
  }
}

function withEnvFiles(
  own: Mapping | undefined,
  files: readonly Node[],
  lookup: Lookup,
  readFile: ReadFile,
): Mapping | undefined {
  const entries = new Map<string, Node>()
  const inService: Lookup = (name) => {
    // What an earlier env file says comes before the caller's variables, unlike within one file.
    const node = entries.get(name)
    return node && !isNull(node) ? { value: textOf(node), from: node.at.file, at: node.at } : lookup(name)
  }
  for (const file of files) {
    for (const [name, node] of readEnvFile(file, inService, readFile)) entries.set(name, node)
  }
  for (const [name, node] of own?.entries ?? []) {
    const before = entries.get(name)
    entries.set(
      name,
      before
        ? { ...node, history: [{ rule: 'env_file', node: before }, ...(node.history ?? [{ rule: 'replaced', node }])] }
        : node,
    )
  }
  const at = own?.at ?? files[0]?.at
  return at && (own ? { ...own, entries } : mapping(entries, at))
}

function readEnvFile(file: Node, lookup: Lookup, readFile: ReadFile): Map<string, Node> {
  if (file.kind !== 'mapping') return new Map()
  const path = textOf(file.entries.get('path') ?? scalar('', file.at))
  const text = readFile(path)
  if (text === undefined) {
    const required = file.entries.get('required')
    if (required?.kind === 'scalar' && required.value === false) return new Map()
    throw new ComposeError(`env file ${path} not found`, {
      at: file.at,
      suggestion: 'Make the file, or write {path: …, required: false} if it may be missing.',
    })
  }
  const format = file.entries.get('format')
  if (format && textOf(format) !== '') {
    throw new ComposeError(`unsupported env_file format ${JSON.stringify(textOf(format))}`, {
      at: format.at,
      suggestion: 'Compose 2.26 knows no format, raw neither: take it out, and quote what must not be interpolated.',
    })
  }
  const result = new Map<string, Node>()
  for (const [name, { value, at, variables }] of parseDotenv(path, text, lookup)) {
    const node = { ...scalar(value, at), ...(variables.length > 0 ? { variables } : {}) }
    result.set(name, { ...node, history: [{ rule: 'env_file', node }] })
  }
  return result
}

/** Unlike a variable, a build argument without any value is left out. */
function resolveBuildArguments(build: Mapping, lookup: Lookup): Mapping {
  const args = resolveNulls(build.entries.get('args'), lookup)
  if (!args) return build
  return withEntries(build, {
    args: { ...args, entries: new Map([...args.entries].filter(([, value]) => !isNull(value))) },
  })
}

/** Labels from files; those of the service itself win. */
function withLabelFiles(service: Mapping, readFile: ReadFile): Mapping | undefined {
  const files = service.entries.get('label_file')
  if (!files) return undefined
  const own = service.entries.get('labels')
  const entries = new Map<string, Node>()
  for (const file of files.kind === 'sequence' ? files.items : [files]) {
    const path = textOf(file)
    const text = readFile(path)
    if (text === undefined) throw new ComposeError(`label file ${path} not found`, { at: file.at })
    for (const [name, { value, at }] of parseDotenv(path, text, () => undefined)) entries.set(name, scalar(value, at))
  }
  for (const [name, node] of own?.kind === 'mapping' ? own.entries : []) entries.set(name, node)
  return mapping(entries, own?.at ?? files.at)
}
