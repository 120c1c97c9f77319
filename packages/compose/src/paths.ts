import {
  mapEntries,
  mapItems,
  type Mapping,
  type Node,
  type Path,
  PathTable,
  type Scalar,
  stringOf,
  withEntries,
} from './tree.ts'

/** Go's `path.Clean`: no doubled or trailing slashes, `.` and `..` taken out. */
export function cleanPath(path: string): string {
  if (path === '') return ''
  const absolute = path.startsWith('/')
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else if (step !== '..' || !absolute) steps.push(step)
  }
  return (absolute ? '/' : '') + steps.join('/') || '.'
}

/** Joins posix paths; an absolute later part starts anew. */
export function resolvePath(base: string, path: string): string {
  return cleanPath(path.startsWith('/') ? path : `${base}/${path}`)
}

export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/')
  return slash < 0 ? '.' : slash === 0 ? '/' : file.slice(0, slash)
}

export function baseName(path: string): string {
  return cleanPath(path).split('/').at(-1) ?? ''
}

/** What relative paths are relative to, and what `~` stands for. */
export interface Folders {
  project: string
  home: string
}

type Resolve = (node: Node, folders: Folders) => Node

const RESOLVED = new PathTable<Resolve>({
  'services.*.build.context': (node, folders) => change(node, (text) => context(text, folders)),
  'services.*.build.additional_contexts.*': (node, folders) => change(node, (text) => additionalContext(text, folders)),
  'services.*.env_file.*.path': (node, folders) => change(node, (text) => absolute(text, folders)),
  'services.*.label_file': (node, folders) => change(node, (text) => absolute(text, folders)),
  'services.*.label_file.*': (node, folders) => change(node, (text) => absolute(text, folders)),
  'services.*.extends.file': (node, folders) => change(node, (text) => absolute(text, folders)),
  'services.*.develop.watch.*.path': (node, folders) => change(node, (text) => absolute(text, folders)),
  'services.*.volumes.*': bindSource,
  'configs.*.file': (node, folders) => change(node, (text) => absolute(text, folders)),
  'secrets.*.file': (node, folders) => change(node, (text) => absolute(text, folders)),
  'volumes.*': volumeDevice,
})

/** The tree with relative paths made absolute. */
export function resolvePaths(node: Node, folders: Folders, path: Path = []): Node {
  if (!RESOLVED.reaches(path)) return node
  const resolved = RESOLVED.find(path)
  if (resolved && !(node.kind === 'sequence')) return resolved(node, folders)
  if (path.length === 1 && path[0]?.startsWith('x-')) return node
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => resolvePaths(value, folders, [...path, key]))
  if (node.kind === 'sequence') return mapItems(node, (value) => resolvePaths(value, folders, [...path, '[]']))
  return node
}

function change(node: Node, resolve: (text: string) => string): Node {
  const text = stringOf(node)
  if (text === undefined || text === '') return node
  const next = resolve(text)
  return next === text ? node : ({ ...node, value: next } as Scalar)
}

function absolute(text: string, folders: Folders): string {
  if (text.startsWith('~')) return resolvePath(folders.home, `./${text.slice(1)}`)
  return text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text) ? text : resolvePath(folders.project, text)
}

function context(text: string, folders: Folders): string {
  return /^(https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/.test(text) ? text : absolute(text, folders)
}

function additionalContext(text: string, folders: Folders): string {
  return text.includes('://') || text.startsWith('service:') ? text : context(text, folders)
}

function bindSource(node: Node, folders: Folders): Node {
  if (node.kind !== 'mapping' || stringOf(node.entries.get('type')) !== 'bind') return node
  const source = node.entries.get('source')
  return source ? withEntries(node, { source: change(source, (text) => absolute(text, folders)) }) : node
}

/** A local volume with `o: bind` is a bind mount by another name. */
function volumeDevice(node: Node, folders: Folders): Node {
  if (node.kind !== 'mapping') return node
  const options = node.entries.get('driver_opts') as Mapping | undefined
  if (stringOf(node.entries.get('driver')) !== 'local' || stringOf(options?.entries?.get('o')) !== 'bind') return node
  const device = options?.entries.get('device')
  if (!device || !options) return node
  return withEntries(node, {
    driver_opts: withEntries(options, { device: change(device, (text) => absolute(text, folders)) }),
  })
}
