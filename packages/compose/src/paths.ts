import {
  type Branch,
  mapEntries,
  mapItems,
  type Mapping,
  type Node,
  PathTable,
  type Scalar,
  stepDown,
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
  'configs.*.file': fileOrFolder,
  'secrets.*.file': fileOrFolder,
  'volumes.*': volumeDevice,
})

/** The tree with relative paths made absolute. */
export function resolvePaths(root: Node, folders: Folders): Node {
  return resolveAt(root, folders, RESOLVED.root)
}

function resolveAt(node: Node, folders: Folders, branch: Branch<Resolve> | undefined): Node {
  if (!branch) return node
  if (branch.value && node.kind !== 'sequence') return branch.value(node, folders)
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => resolveAt(value, folders, stepDown(branch, key)))
  if (node.kind === 'sequence') return mapItems(node, (value) => resolveAt(value, folders, stepDown(branch, '[]')))
  return node
}

function change(node: Node, resolve: (text: string) => string): Node {
  const text = stringOf(node)
  if (text === undefined || text === '') return node
  const next = resolve(text)
  return next === text ? node : ({ ...node, value: next } as Scalar)
}

/** To Compose an empty path is the project's folder. */
function fileOrFolder(node: Node, folders: Folders): Node {
  return stringOf(node) === ''
    ? ({ ...node, value: folders.project } as Scalar)
    : change(node, (text) => absolute(text, folders))
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
  return source ? withEntries(node, { source: fileOrFolder(source, folders) }) : node
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
