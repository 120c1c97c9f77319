import { canonicalise, losesSomething } from './canonical/canonical.ts'
import type { ReadFile } from './environment.ts'
import { ComposeError, type Place } from './errors.ts'
import { applyExtends } from './extends.ts'
import { applyIncludes } from './include.ts'
import { interpolate, type Lookup } from './interpolate.ts'
import { mergeLayers } from './merge.ts'
import type { Folders } from './paths.ts'
import { type Layer, readLayers } from './read.ts'
import { checkShape } from './schema/file.ts'
import { applyTags, type Cleared } from './tags.ts'
import { mapping, type Mapping } from './tree.ts'
import { enforceUnique } from './unique.ts'

/** What a list of files is read with; an included list has a context of its own. */
export interface Context {
  lookup: Lookup
  folders: Folders
  readFile: ReadFile
  /** The files being included, outermost first. */
  including: readonly string[]
}

export interface Layered {
  root: Mapping
  /** Each file's own tree after interpolation, before anything is laid over it. */
  layers: Layer[]
  cleared: Cleared[]
  /** Tags that had no effect, because nothing is at their path. */
  ignored: Layer['tags']
}

/** Lays files over each other, oldest first, each with what it extends and includes. */
export function layFiles(layers: readonly Layer[], context: Context): Layered {
  let root: Mapping | undefined
  let done: Mapping | undefined
  const result: Omit<Layered, 'root'> = { layers: [], cleared: [], ignored: [] }
  for (const layer of layers) {
    const over = interpolated(layer, context.lookup)
    result.layers.push(over)
    const extended = { ...over, root: applyExtends(over, context) }
    const tagged = applyTags(root ?? mapping([], over.root.at), extended)
    result.cleared.push(...tagged.cleared)
    result.ignored.push(...tagged.ignored.filter((tag) => !reachesExtended(tag, over)))
    const complete = applyIncludes(tagged.over, layer.file, context, layFiles)
    // What this layer leaves as it was has been through all of this, but that an empty list which was lost is refused now.
    done = root && losesSomething(root, done) ? undefined : root
    const merged = enforceUnique(root ? mergeLayers(tagged.base, complete) : complete, done) as Mapping
    checkShape(merged, done)
    // Long forms can show that two entries are one, as with ranges of ports.
    root = enforceUnique(canonicalise(merged, done), merged) as Mapping
  }
  if (!root || root.entries.size === 0) throw new ComposeError('empty compose file')
  return { root, ...result }
}

export function interpolated(layer: Layer, lookup: Lookup): Layer & { root: Mapping } {
  if (layer.root.kind !== 'mapping') {
    throw new ComposeError('top-level object must be a mapping', { at: layer.root.at })
  }
  return { ...layer, root: interpolate(layer.root, lookup) as Mapping }
}

/** A tag in a service that extends another is meant for that one. */
function reachesExtended(tag: Layer['tags'][number], layer: Layer & { root: Mapping }): boolean {
  const services = layer.root.entries.get('services')
  const service = services?.kind === 'mapping' ? services.entries.get(tag.path[1] ?? '') : undefined
  return tag.path[0] === 'services' && service?.kind === 'mapping' && service.entries.has('extends')
}

/** The layers of a file, one a YAML document. */
export function readFileLayers(file: string, readFile: ReadFile, at?: Place): Layer[] {
  const text = readFile(file)
  if (text === undefined) {
    throw new ComposeError(`no such file: ${file}`, { at: at ?? { file, line: 1, column: 1 } })
  }
  return readLayers(file, text)
}
