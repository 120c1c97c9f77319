import { canonicalise, findEmpty } from './canonical/canonical.ts'
import { ComposeError, nearest } from './errors.ts'
import { type Context, interpolated, readFileLayers } from './layering.ts'
import { mergeServices } from './merge.ts'
import { folderOf, resolvePath, resolvePaths } from './paths.ts'
import type { Layer } from './read.ts'
import { applyTags } from './tags.ts'
import { mapping, type Mapping, type Node, stringOf, withEntries } from './tree.ts'
import { enforceUnique } from './unique.ts'

type OwnLayer = Layer & { root: Mapping }

interface Link {
  file: string
  service: string
}

/**
 * The layer's tree with every service laid over the one that it extends, in this file or another.
 * Rule: https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extends
 * @throws ComposeError for a service that is not there, and for a circle.
 */
export function applyExtends(layer: OwnLayer, context: Context): Mapping {
  const services = layer.root.entries.get('services')
  if (!services) return layer.root
  if (services.kind !== 'mapping') throw new ComposeError('services must be a mapping', { at: services.at })
  if (![...services.entries.values()].some(extendsSomething)) return layer.root
  const entries = new Map(services.entries)
  for (const name of services.entries.keys()) {
    const service = extended(name, layer, context, [])
    if (service) entries.set(name, service)
  }
  return withEntries(layer.root, { services: { ...services, entries } })
}

function extendsSomething(service: Node): boolean {
  return service.kind === 'mapping' && service.entries.has('extends')
}

function extended(name: string, layer: OwnLayer, context: Context, chain: readonly Link[]): Node | undefined {
  const services = layer.root.entries.get('services')
  const service = services?.kind === 'mapping' ? services.entries.get(name) : undefined
  if (service?.kind !== 'mapping') return service
  const reference = service.entries.get('extends')
  if (!reference) return service
  const links = [...chain, { file: layer.file, service: name }]
  checkCircle(links, reference)
  const { target, file } = readReference(name, reference)
  const from = file === undefined ? layer : otherFile(file, reference, context)
  const fromContext =
    file === undefined ? context : { ...context, folders: { ...context.folders, project: folderOf(from.file) } }
  const base = extended(target, from, fromContext, links)
  if (base?.kind !== 'mapping') throw notFound(name, target, from, layer, reference)
  const own = withEntries(service, { extends: undefined })
  return layOver(name, file === undefined ? base : inItsFolder(base, from, fromContext), own, layer)
}

function readReference(name: string, reference: Node): { target: string; file: string | undefined } {
  if (reference.kind === 'scalar') return { target: stringOf(reference) ?? '', file: undefined }
  const target = reference.kind === 'mapping' ? stringOf(reference.entries.get('service')) : undefined
  if (target === undefined || reference.kind !== 'mapping') {
    throw new ComposeError(`services.${name}.extends must name a service`, { at: reference.at })
  }
  const file = reference.entries.get('file')
  if (file && stringOf(file) === undefined) {
    throw new ComposeError(`services.${name}.extends.file must be a text`, { at: file.at })
  }
  return { target, file: stringOf(file) }
}

/** Another file, read for itself: in its long form, and each entry of a list once. */
function otherFile(file: string, reference: Node, context: Context): OwnLayer {
  const path = resolvePath(context.folders.project, file)
  const layer = readFileLayers(path, context.readFile, reference.at)[0]
  if (!layer) throw new ComposeError(`${path} is empty`, { at: reference.at })
  const own = interpolated(layer, context.lookup)
  const unique = enforceUnique(own.root) as Mapping
  const root = enforceUnique(canonicalise(unique), unique)
  return { ...own, root: findEmpty(root) as Mapping }
}

/** A service of another file with paths as seen from that file. */
function inItsFolder(service: Mapping, from: OwnLayer, context: Context): Mapping {
  const alone = mapping([['services', mapping([['service', service]], service.at)]], from.root.at)
  const services = (resolvePaths(alone, context.folders) as Mapping).entries.get('services') as Mapping
  return services.entries.get('service') as Mapping
}

/** The extending file's `!reset` and `!override` also reach into what is extended. */
function layOver(name: string, base: Mapping, own: Mapping, layer: OwnLayer): Node {
  const wrap = (service: Mapping): Mapping =>
    mapping([['services', mapping([[name, service]], service.at)]], service.at)
  const tagged = applyTags(wrap(base), { ...layer, root: wrap(own) })
  const at = (root: Mapping): Mapping => (root.entries.get('services') as Mapping).entries.get(name) as Mapping
  const from = at(tagged.base)
  return mergeServices({ ...from, history: [{ rule: 'extended', node: from }] }, at(tagged.over), name)
}

function checkCircle(links: readonly Link[], reference: Node): void {
  const last = links.at(-1)
  const first = links.findIndex((link) => link.file === last?.file && link.service === last.service)
  if (first === links.length - 1) return
  const circle = links.map(({ file, service }, index) => `  ${index === 0 ? '' : 'extends '}${service} in ${file}`)
  throw new ComposeError(`circular reference:\n${circle.join('\n')}`, { at: reference.at })
}

function notFound(name: string, target: string, from: OwnLayer, layer: OwnLayer, reference: Node): ComposeError {
  const services = from.root.entries.get('services')
  const near = nearest(target, services?.kind === 'mapping' ? services.entries.keys() : [])
  const message = `cannot extend service ${JSON.stringify(name)} in ${layer.file}: service ${JSON.stringify(target)} not found in ${from.file}`
  const suggestion = near ? `Did you mean ${near}?` : 'extends sees one file only: name the file that has the service.'
  return new ComposeError(message, { at: reference.at, suggestion })
}
