import { ComposeError } from './errors.ts'
import { childOf, type Mapping, type Node, textOf } from './tree.ts'
import { bytesOf } from './units.ts'

/** Refuses fields of one service or resource that contradict each other. */
export function checkRules(root: Mapping): void {
  for (const [name, service] of entriesOf(root, 'services')) {
    if (service.kind === 'mapping') checkService(name, service)
  }
  for (const kind of ['networks', 'volumes', 'secrets', 'configs']) {
    for (const [name, node] of entriesOf(root, kind)) {
      if (node.kind === 'mapping') checkExternal(`${kind}.${name}`, node)
    }
  }
}

function entriesOf(root: Mapping, field: string): ReadonlyMap<string, Node> {
  const node = root.entries.get(field)
  return node?.kind === 'mapping' ? node.entries : new Map()
}

function checkExternal(path: string, node: Mapping): void {
  const external = node.entries.get('external')
  if (external?.kind !== 'scalar' || external.value !== true) return
  for (const [field, value] of node.entries) {
    if (field === 'external' || field === 'name' || field.startsWith('x-')) continue
    throw new ComposeError(`${path}: conflicting parameters "external" and ${JSON.stringify(field)} specified`, {
      at: value.at,
      suggestion: 'What is external is made elsewhere: only its name can be said here. Or write external: false.',
    })
  }
}

const CONFLICTS: readonly [string, string, (node: Node) => string][] = [
  ['scale', 'deploy.replicas', textOf],
  ['cpus', 'deploy.resources.limits.cpus', (node) => String(Number(textOf(node)))],
  ['mem_limit', 'deploy.resources.limits.memory', (node) => String(bytesOf(node))],
  ['mem_reservation', 'deploy.resources.reservations.memory', (node) => String(bytesOf(node))],
  ['pids_limit', 'deploy.resources.limits.pids', textOf],
]

function checkService(name: string, service: Mapping): void {
  const get = (path: string): Node | undefined => path.split('.').reduce<Node | undefined>(childOf, service)
  const mode = get('network_mode')
  if (mode && get('networks')) {
    throw new ComposeError(`service ${name} declares mutually exclusive \`network_mode\` and \`networks\``, {
      at: mode.at,
    })
  }
  const first = childOf(get('healthcheck.test'), '0')
  if (first && !['CMD', 'CMD-SHELL', 'NONE'].includes(textOf(first))) {
    throw new ComposeError('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"', {
      at: first.at,
      suggestion: `Write [CMD, ${textOf(first)}, …].`,
    })
  }
  for (const [own, deployed, size] of CONFLICTS) {
    const [a, b] = [get(own), get(deployed)]
    if (!a || !b || size(a) === size(b)) continue
    throw new ComposeError(`services.${name}: can't set distinct values on '${own}' and '${deployed}'`, { at: a.at })
  }
  const container = get('container_name')
  const scale = get('scale') ?? get('deploy.replicas')
  if (container && textOf(container) !== '' && scale && Number(textOf(scale)) > 1) {
    throw new ComposeError(`services.${name}: ${textOf(scale)} containers cannot share one container_name`, {
      at: container.at,
    })
  }
}
