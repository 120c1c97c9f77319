import { ComposeError } from './errors.ts'
import { historyOf } from './merge.ts'
import {
  type Branch,
  childOf,
  mapEntries,
  type Mapping,
  type Node,
  type Path,
  PathTable,
  type Sequence,
  stepDown,
  textOf,
} from './tree.ts'
import { kindOf } from './schema/shape.ts'
import { volumeTarget } from './canonical/volumes.ts'

// Lists whose entries have an identity: a later entry with the same one takes the earlier one's place.

export type Identity = (item: Node, path: Path) => string

/** The lists in which each identity stands once. */
export const UNIQUE = new PathTable<Identity>({
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

/**
 * A tree in which every list whose entries have an identity holds each identity once.
 * @param done a tree of which that is true already, and of which most is still the same.
 */
export function enforceUnique(root: Node, done?: Node): Node {
  return enforceAt(root, UNIQUE.root, [], done)
}

/** `path` is one array for the whole walk: only a refusal reads it. */
function enforceAt(node: Node, branch: Branch<Identity> | undefined, path: string[], done: Node | undefined): Node {
  if (node.kind === 'scalar' || !branch || node === done) return node
  if (node.kind === 'sequence') return branch.value ? withoutRepeats(node, branch.value, path) : node
  return mapEntries(node, (value, key) => {
    path.push(key)
    const result = enforceAt(value, stepDown(branch, key), path, childOf(done, key))
    path.pop()
    return result
  })
}

function withoutRepeats(node: Sequence, identity: Identity, path: string[]): Sequence {
  if (node.items.length === 0) return node
  const items: Node[] = []
  const positions = new Map<string, number>()
  node.items.forEach((item, index) => {
    path.push(String(index))
    const key = identity(item, path)
    path.pop()
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
