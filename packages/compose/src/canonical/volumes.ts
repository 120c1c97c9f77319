import { ComposeError } from '../errors.ts'
import { cleanPath } from '../paths.ts'
import { mapping, type Mapping, type Node, type Path, scalar, textOf, withEntries } from '../tree.ts'

const PROPAGATION = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'])

/** What makes two mounts of a service the same mount: the path inside the container. */
export function volumeTarget(item: Node, path: Path): string {
  if (item.kind === 'mapping') {
    const target = item.entries.get('target')
    if (!target) throw new ComposeError(`${path.join('.')} is missing a mount target`, { at: item.at })
    return textOf(target)
  }
  return splitVolume(item).target
}

/** The long form of a service's mount. */
export function canonicalVolume(item: Node): Node {
  return item.kind === 'scalar' ? longVolume(item) : item
}

/** `/data/` is `/data`: seen only after the last layer where the long form is written, at once in the short form. */
export function cleanTarget(item: Node): Node {
  const target = item.kind === 'mapping' ? item.entries.get('target') : undefined
  if (item.kind !== 'mapping' || !target) return item
  return withEntries(item, { target: { ...target, value: cleanPath(textOf(target)) || '.' } as Node })
}

interface Parts {
  source: string | undefined
  target: string
  options: string[]
}

/**
 * `source:target:options`. A single letter before a colon is a Windows drive to Compose, so that `v:/data` is an anonymous volume
 * at the path `v:/data`, not the volume `v`.
 */
function splitVolume(item: Node): Parts {
  const text = textOf(item)
  if (text === '') throw new ComposeError('invalid empty volume spec', { at: item.at })
  const sections = text.replace(/(^|:)([A-Za-z]):/g, '$1$2\u0000').split(':')
  const [first, second, third, ...rest] = sections.map((section) => section.replaceAll('\u0000', ':'))
  if (second === undefined) return { source: undefined, target: first as string, options: [] }
  if (sections.includes('') || rest.length > 0) {
    throw new ComposeError(`invalid volume spec ${JSON.stringify(text)}`, {
      at: item.at,
      suggestion: 'Write source:target or source:target:ro.',
    })
  }
  return { source: first, target: second, options: third?.split(',') ?? [] }
}

function longVolume(item: Node): Mapping {
  const { at } = item
  const { source, target, options } = splitVolume(item)
  const bind = source !== undefined && /^([./~]|[A-Za-z]:|\\\\)/.test(source)
  const details: [string, Node][] = []
  if (bind) details.push(['create_host_path', scalar(true, at)])
  for (const option of options) {
    if (option === 'nocopy' && !bind) details.push(['nocopy', scalar(true, at)])
    if (PROPAGATION.has(option) && bind) details.push(['propagation', scalar(option, at)])
    if ((option === 'z' || option === 'Z') && bind) details.push(['selinux', scalar(option, at)])
  }
  const type = bind ? 'bind' : 'volume'
  const entries: [string, Node][] = [
    ['type', scalar(type, at)],
    ['target', scalar(cleanPath(target), at)],
  ]
  // Compose leaves so short a text before it gets as far as the details.
  if (textOf(item).length > 2) entries.push([type, mapping(details, at)])
  if (source !== undefined) entries.push(['source', scalar(source, at)])
  if (options.includes('ro')) entries.push(['read_only', scalar(true, at)])
  const long = mapping(entries, at)
  return item.history ? { ...long, history: item.history } : long
}
