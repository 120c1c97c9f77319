import { type EnvFile, readVariables } from './environment.ts'
import { ComposeError } from './errors.ts'
import type { Lookup } from './interpolate.ts'
import { type Context, type Layered, readFileLayers } from './layering.ts'
import { RESOURCES } from './normalise.ts'
import { anything, type Json } from './output.ts'
import { folderOf, resolvePath, resolvePaths } from './paths.ts'
import type { Layer } from './read.ts'
import {
  isNull,
  mapEntries,
  mapItems,
  mapping,
  type Mapping,
  type Node,
  scalar,
  stringOf,
  textOf,
  withEntries,
} from './tree.ts'

type LayFiles = (layers: readonly Layer[], context: Context) => Layered

interface Include {
  paths: string[]
  folder: string
  envFiles: EnvFile[]
  node: Node
}

/**
 * The tree with the services, networks, volumes, secrets and configs of what it includes.
 * Rule: https://github.com/compose-spec/compose-spec/blob/main/14-include.md
 * @throws ComposeError where a name is in both and differs, and for a circle.
 */
export function applyIncludes(root: Mapping, file: string, context: Context, layFiles: LayFiles): Mapping {
  const list = root.entries.get('include')
  if (isNull(list) || !list) return root
  if (list.kind !== 'sequence') throw new ComposeError('`include` must be a list', { at: list.at })
  let result = withEntries(root, { include: undefined })
  const own = resolvePath(context.folders.project, file)
  for (const item of list.items) {
    const include = readInclude(item, context)
    if (!include) continue
    const included = importFiles(include, [...context.including, own], context, layFiles)
    for (const kind of ['services', ...RESOURCES]) result = importResources(result, included, kind)
  }
  return result
}

function readInclude(item: Node, context: Context): Include | undefined {
  const field = (name: string): Node | undefined => (item.kind === 'mapping' ? item.entries.get(name) : undefined)
  const { project } = context.folders
  const paths = textsOf(item.kind === 'mapping' ? field('path') : item).map((path) => resolvePath(project, path))
  const [first] = paths
  const directory = stringOf(field('project_directory'))
  const folder = directory === undefined ? folderOf(first ?? project) : resolvePath(project, directory)
  const envFiles = readEnvFiles(field('env_file'), folder, context)
  // Compose accepts an include without a path, and includes nothing.
  if (first === undefined) return undefined
  return { paths, folder, envFiles, node: item }
}

function textsOf(node: Node | undefined): string[] {
  if (!node || isNull(node)) return []
  return node.kind === 'sequence' ? node.items.map(textOf) : [textOf(node)]
}

function readEnvFiles(node: Node | undefined, folder: string, context: Context): EnvFile[] {
  if (!node) {
    const path = resolvePath(folder, '.env')
    const text = context.readFile(path)
    return text === undefined ? [] : [{ path, text }]
  }
  return textsOf(node).map((file) => {
    const path = resolvePath(context.folders.project, file)
    const text = context.readFile(path)
    if (text === undefined) throw new ComposeError(`no such file: ${path}`, { at: node.at })
    return { path, text }
  })
}

function importFiles(include: Include, including: readonly string[], context: Context, layFiles: LayFiles): Mapping {
  const { paths, folder, envFiles, node } = include
  const [first] = paths as [string]
  if (including.includes(first)) {
    throw new ComposeError(`include cycle detected:\n${including.join('\n include ')}\n include ${first}`, {
      at: node.at,
    })
  }
  const { inFiles } = readVariables({}, envFiles)
  const lookup: Lookup = (name) => context.lookup(name) ?? inFiles.get(name)
  const inner: Context = { ...context, lookup, folders: { ...context.folders, project: folder }, including }
  const layers = paths.flatMap((path) => readFileLayers(path, context.readFile, node.at))
  const { root } = layFiles(layers, inner)
  return resolvePaths(withOwnValues(root, lookup), inner.folders) as Mapping
}

/** What a list takes from the environment is taken from that of the included files; of a mapping Compose forgets it. */
function withOwnValues(root: Mapping, lookup: Lookup): Mapping {
  const services = root.entries.get('services')
  if (services?.kind !== 'mapping') return root
  return withEntries(root, {
    services: mapEntries(services, (service) => {
      if (service.kind !== 'mapping') return service
      const build = service.entries.get('build')
      const environment = service.entries.get('environment')
      return withEntries(service, {
        environment: environment && withValues(environment, lookup),
        build:
          build?.kind === 'mapping' && !build.entries.has('context')
            ? withEntries(build, { context: scalar('.', build.at) })
            : build,
      })
    }),
  })
}

function withValues(environment: Node, lookup: Lookup): Node {
  if (environment.kind !== 'sequence') return environment
  return mapItems(environment, (node) => {
    const name = textOf(node)
    const found = name.includes('=') ? undefined : lookup(name)
    return found ? { ...scalar(`${name}=${found.value}`, node.at), variables: [{ name, ...found }] } : node
  })
}

function importResources(root: Mapping, included: Mapping, kind: string): Mapping {
  const incoming = included.entries.get(kind)
  if (incoming?.kind !== 'mapping') return root
  const own = root.entries.get(kind)
  const entries = new Map(own?.kind === 'mapping' ? own.entries : [])
  for (const [name, node] of incoming.entries) {
    const before = entries.get(name)
    if (before && !sameJson(anything(before) ?? null, anything(node) ?? null)) {
      throw new ComposeError(`${kind}.${name} conflicts with imported resource`, {
        at: before.at,
        suggestion: 'Lay the change over it in a later -f file, or include [file, override] as one path list.',
      })
    }
    entries.set(name, node)
  }
  return withEntries(root, { [kind]: own?.kind === 'mapping' ? { ...own, entries } : mapping(entries, incoming.at) })
}

function sameJson(a: Json, b: Json): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as { [key: string]: Json }, b as { [key: string]: Json }]
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key] as Json, right[key] as Json))
  )
}
