import { RESOURCES } from './normalise.ts'
import { type Mapping, type Node, stringOf, textOf, withEntries } from './tree.ts'

/** The tree with only the services that some active profile, or no profile, asks for. */
export function selectProfiles(root: Mapping, profiles: readonly string[]): Mapping {
  const services = root.entries.get('services')
  if (services?.kind !== 'mapping') return root
  const entries = new Map([...services.entries].filter(([, service]) => isActive(service, profiles)))
  return withEntries(root, { services: { ...services, entries } })
}

export function isActive(service: Node, profiles: readonly string[]): boolean {
  const own = service.kind === 'mapping' ? service.entries.get('profiles') : undefined
  if (own?.kind !== 'sequence' || own.items.length === 0) return true
  return own.items.some((item) => profiles.includes('*') || profiles.includes(textOf(item)))
}

/** The tree without the networks, volumes, secrets and configs that no service uses. */
export function keepUsed(root: Mapping): Mapping {
  const used: Record<(typeof RESOURCES)[number], Set<string>> = {
    networks: new Set(),
    volumes: new Set(),
    secrets: new Set(),
    configs: new Set(),
  }
  const services = root.entries.get('services')
  for (const service of services?.kind === 'mapping' ? services.entries.values() : []) {
    if (service.kind !== 'mapping') continue
    const networks = service.entries.get('networks')
    if (networks?.kind === 'mapping') for (const name of networks.entries.keys()) used.networks.add(name)
    for (const mount of mounts(service, 'volumes'))
      if (stringOf(mount.entries.get('type')) === 'volume') add(used.volumes, mount)
    for (const mount of mounts(service, 'secrets')) add(used.secrets, mount)
    for (const mount of mounts(service, 'configs')) add(used.configs, mount)
    const build = service.entries.get('build')
    if (build?.kind === 'mapping') for (const mount of mounts(build, 'secrets')) add(used.secrets, mount)
  }
  let result = root
  for (const kind of RESOURCES) {
    const node = root.entries.get(kind)
    if (node?.kind !== 'mapping') continue
    const entries = new Map([...node.entries].filter(([name]) => used[kind].has(name)))
    result = withEntries(result, { [kind]: { ...node, entries } })
  }
  return result
}

function mounts(node: Mapping, field: string): Mapping[] {
  const list = node.entries.get(field)
  return list?.kind === 'sequence' ? list.items.filter((item): item is Mapping => item.kind === 'mapping') : []
}

function add(names: Set<string>, mount: Mapping): void {
  const source = mount.entries.get('source')
  if (source) names.add(textOf(source))
}
