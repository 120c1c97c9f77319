import { ComposeError } from './errors.ts'
import { historyOf } from './merge.ts'
import { mapEntries, type Mapping, type Node, type Path, PathTable, type Sequence, textOf } from './tree.ts'
import { kindOf } from './schema/shape.ts'
import { volumeTarget } from './canonical/volumes.ts'

// Lists whose entries have an identity: a later entry with the same one takes the earlier one's place.

type Identity = (item: Node, path: Path) => string

const UNIQUE = new PathTable<Identity>({
  'networks.*.labels': beforeEquals,
  'networks.*.ipam.options': beforeEquals,
  'services.*.annotations': beforeEquals,
  'services.*.build.args': beforeEquals,
  'services.*.build.additional_contexts': beforeEquals,
  'services.*.build.platform': whole,
  'services.*.build.tags': whole,
  'services.*.build.labels': beforeEquals,
  'services.*.cap_add': whole,
  'services.*.cap_drop': whole,
  'services.*.devices': deviceTarget,
  'services.*.configs': mountAt(''),
  'services.*.deploy.labels': beforeEquals,
  'services.*.dns': whole,
  'services.*.dns_opt': whole,
  'services.*.dns_search': whole,
  'services.*.environment': beforeEquals,
  'services.*.env_file': envFilePath,
  'services.*.expose': exposedPort,
  'services.*.labels': beforeEquals,
  'services.*.links': whole,
  'services.*.networks.*.aliases': whole,
  'services.*.networks.*.link_local_ips': whole,
  'services.*.ports': portBinding,
  'services.*.profiles': whole,
  'services.*.secrets': mountAt('/run/secrets'),
  'services.*.sysctls': beforeEquals,
  'services.*.tmpfs': beforeEquals,
  'services.*.volumes': volumeTarget,
})

/** Does a list at this path hold each identity once? */
export function isUnique(path: Path): boolean {
  return UNIQUE.find(path) !== undefined
}

/** Is there such a list at this path or below it? */
export function reachesUnique(path: Path): boolean {
  return UNIQUE.reaches(path)
}

/** A tree in which every list whose entries have an identity holds each identity once. */
export function enforceUnique(node: Node, path: Path = []): Node {
  if (node.kind === 'scalar' || !UNIQUE.reaches(path)) return node
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => enforceUnique(value, [...path, key]))
  const identity = UNIQUE.find(path)
  return identity ? withoutRepeats(node, identity, path) : node
}

function withoutRepeats(node: Sequence, identity: Identity, path: Path): Sequence {
  const items: Node[] = []
  const positions = new Map<string, number>()
  node.items.forEach((item, index) => {
    const key = identity(item, [...path, String(index)])
    const position = positions.get(key)
    if (position === undefined) {
      positions.set(key, items.push(item) - 1)
      return
    }
    items[position] = { ...item, history: historyOf(items[position] as Node, 'same entry replaced', item) }
  })
  return items.length === node.items.length ? node : { ...node, items }
}

function whole(item: Node): string {
  return textOf(item)
}

function exposedPort(item: Node, path: Path): string {
  const text = textOf(item)
  if (item.kind !== 'scalar' || item.float)
    throw new ComposeError(`${path.join('.')}: unsupported expose value ${text}`, { at: item.at })
  return text
}

function beforeEquals(item: Node): string {
  return textOf(item).split('=', 1)[0] as string
}

function field(item: Mapping, name: string): string | undefined {
  const value = item.entries.get(name)
  return value && textOf(value)
}

function mountAt(folder: string): Identity {
  return (item) => {
    if (item.kind !== 'mapping') return `${folder}/${textOf(item)}`
    return field(item, 'target') ?? `${folder}/${field(item, 'source') ?? ''}`
  }
}

function portBinding(item: Node, path: Path): string {
  if (item.kind !== 'mapping') return textOf(item)
  const target = field(item, 'target')
  if (target === undefined) throw new ComposeError(`${path.join('.')} is missing a target port`, { at: item.at })
  const [host, protocol] = ['host_ip', 'protocol'].map((name) => field(item, name))
  // To Compose `published: 80` and `published: "80"` are two ports.
  const written = item.entries.get('published')
  const published = written && `${kindOf(written)} ${textOf(written)}`
  return `${host ?? '0.0.0.0'}:${published ?? ''}:${target}/${protocol ?? 'tcp'}`
}

function deviceTarget(item: Node, path: Path): string {
  if (item.kind === 'mapping') {
    const target = field(item, 'target')
    if (target === undefined) throw new ComposeError(`${path.join('.')} is missing a mount target`, { at: item.at })
    return target
  }
  const parts = textOf(item).split(':')
  return parts[1] ?? parts[0] ?? ''
}

function envFilePath(item: Node): string {
  return item.kind === 'mapping' ? (field(item, 'path') ?? '') : textOf(item)
}
