import { pairsToMappings } from './canonical/canonical.ts'
import { checkReferences } from './check.ts'
import { checkActive, checkRules } from './rules.ts'
import { type EnvFile, type ReadFile, readVariables, resolveEnvironments } from './environment.ts'
import { ComposeError } from './errors.ts'
import { emitFile, emitNetwork, emitService, emitVolume } from './fields.ts'
import type { Lookup } from './interpolate.ts'
import { type Layered, layFiles, readFileLayers } from './layering.ts'
import { chooseProjectName } from './name.ts'
import { normalise } from './normalise.ts'
import { extension, type Emit, type Json } from './output.ts'
import { type Folders, resolvePath, resolvePaths } from './paths.ts'
import { keepUsed, selectProfiles } from './select.ts'
import type { Project } from './project.ts'
import type { Layer } from './read.ts'
import type { FoundVariable, Mapping, Node } from './tree.ts'

export { ComposeError } from './errors.ts'
export type { Project } from './project.ts'

export interface LoadOptions {
  /** Layers, oldest first; relative ones are read as the caller names them. */
  files: readonly string[]
  /** The variables of the shell: they beat those of env files. */
  environment: Record<string, string>
  /** What `docker compose -p` says. */
  projectName?: string
  /** The absolute folder that relative paths in the files are relative to. */
  projectDirectory: string
  /** The text of a file, undefined when there is none. */
  readFile: ReadFile
  /** Active profiles; by default those of COMPOSE_PROFILES. */
  profiles?: readonly string[]
  /** What `--env-file` says; by default the project folder's `.env`, if there is one. */
  envFiles?: readonly string[]
}

/** Everything that is known of a loaded project, for explain and lint. */
export interface Loaded extends Omit<Layered, 'root'> {
  project: Project
  /** The final tree, with the history of every value. */
  tree: Mapping
  /** The files as they are written, before interpolation. */
  written: readonly Layer[]
  /** The variables of the project's env files, as they were read. */
  inEnvFiles: ReadonlyMap<string, FoundVariable>
  options: LoadOptions
}

const loaded = new WeakMap<Project, Loaded>()

/** What lies behind a project that `loadProject` made. */
export function loadedFrom(project: Project): Loaded {
  const found = loaded.get(project)
  if (!found) throw new TypeError('not a project that loadProject returned')
  return found
}

/**
 * Renders layered compose files to the model that `docker compose config` prints.
 * @throws ComposeError for everything that Compose refuses, with file, line and column.
 */
export function loadProject(options: LoadOptions): Project {
  const { lookup, inFiles } = readVariables(options.environment, readEnvFiles(options))
  if (options.files.length === 0) throw new ComposeError('no compose file given')
  const layers = options.files.flatMap((file) => readFileLayers(file, options.readFile))
  const name = chooseProjectName(options, layers, lookup)
  const variables: Lookup = (key) =>
    key === 'COMPOSE_PROJECT_NAME' ? { value: name, from: 'project name' } : lookup(key)
  const folders: Folders = { project: options.projectDirectory, home: options.environment.HOME ?? '/' }

  const context = { lookup: variables, folders, readFile: options.readFile, including: [] }
  const { root, ...layered } = layFiles(layers, context)
  checkRules(root)
  let tree = normalise(pairsToMappings(root) as Mapping, name)
  tree = resolvePaths(tree, folders) as Mapping
  const everyService = tree.entries.get('services')
  tree = selectProfiles(tree, options.profiles ?? profilesOf(lookup))
  readInactive(everyService, tree.entries.get('services'))
  const disabled = new Set(everyService?.kind === 'mapping' ? everyService.entries.keys() : [])
  checkReferences(tree, disabled)
  checkActive(tree)
  const services = tree.entries.get('services')
  if (services?.kind === 'mapping') {
    tree = {
      ...tree,
      entries: new Map(tree.entries).set('services', resolveEnvironments(services, variables, options.readFile)),
    }
  }
  tree = keepUsed(tree)
  const project = emitProject(tree, name)
  loaded.set(project, { project, tree, written: layers, options, inEnvFiles: inFiles, ...layered })
  return project
}

function textOfFile(file: string, readFile: ReadFile): string {
  const text = readFile(file)
  if (text === undefined) throw new ComposeError(`no such file: ${file}`, { at: { file, line: 1, column: 1 } })
  return text
}

function readEnvFiles(options: LoadOptions): EnvFile[] {
  if (options.envFiles) {
    return options.envFiles.map((file) => {
      const path = resolvePath(options.projectDirectory, file)
      return { path: file, text: textOfFile(path, options.readFile) }
    })
  }
  const text = options.readFile(resolvePath(options.projectDirectory, '.env'))
  return text === undefined ? [] : [{ path: '.env', text }]
}

/** What cannot be read is refused in services of inactive profiles too. */
function readInactive(every: Node | undefined, active: Node | undefined): void {
  if (every?.kind !== 'mapping' || active?.kind !== 'mapping') return
  for (const [name, service] of every.entries) if (!active.entries.has(name)) emitService(service)
}

function profilesOf(lookup: Lookup): string[] {
  return (lookup('COMPOSE_PROFILES')?.value ?? '').split(',').map((profile) => profile.trim())
}

function emitProject(tree: Mapping, name: string): Project {
  const project: Record<string, Json> = { name }
  const sections: [string, Emit][] = [
    ['services', emitService],
    ['networks', emitNetwork],
    ['volumes', emitVolume],
    ['secrets', emitFile],
    ['configs', emitFile],
  ]
  for (const [section, emit] of sections) {
    const node = tree.entries.get(section)
    if (node?.kind !== 'mapping' || (node.entries.size === 0 && section !== 'services')) continue
    project[section] = Object.fromEntries([...node.entries].map(([key, value]) => [key, emit(value) ?? {}]))
  }
  project.services ??= {}
  for (const [key, value] of tree.entries) if (key.startsWith('x-')) project[key] = extension(value) ?? null
  return project as unknown as Project
}
