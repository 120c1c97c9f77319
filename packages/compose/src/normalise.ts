import { isNull, mapEntries, mapping, type Mapping, type Node, scalar, stringOf, textOf, withEntries } from './tree.ts'

// What Compose adds by itself: the default network, names of resources, dependencies that follow from other fields, defaults.

export const RESOURCES = ['networks', 'volumes', 'secrets', 'configs'] as const

/** The canonical tree with everything implied made explicit. */
export function normalise(root: Mapping, projectName: string): Mapping {
  const services = root.entries.get('services')
  const networks = mappingOr(root.entries.get('networks'), root)
  const changes: Record<string, Node | undefined> = {
    networks: networks.entries.has('default') ? networks : withEntries(networks, { default: mapping([], root.at) }),
  }
  if (services?.kind === 'mapping') {
    changes.services = mapEntries(services, (service) =>
      service.kind === 'mapping' ? normaliseService(service) : service,
    )
  }
  let result = withEntries(root, changes)
  for (const kind of RESOURCES) {
    const resources = result.entries.get(kind)
    if (resources?.kind !== 'mapping') continue
    result = withEntries(result, { [kind]: mapEntries(resources, (node, key) => nameResource(node, key, projectName)) })
  }
  return result
}

function mappingOr(node: Node | undefined, root: Mapping): Mapping {
  return node?.kind === 'mapping' ? node : mapping([], root.at)
}

/** A value that no file says. */
function implied(value: string | boolean, near: Node): Node {
  const node = scalar(value, near.at)
  return { ...node, history: [{ rule: 'default', node }] }
}

function nameResource(node: Node, key: string, projectName: string): Node {
  const resource = node.kind === 'mapping' ? node : mapping([], node.at)
  const name = resource.entries.get('name')
  if (name) return resource
  const external = resource.entries.get('external')
  const isExternal = external?.kind === 'scalar' && external.value === true
  return withEntries(resource, { name: implied(isExternal ? key : `${projectName}_${key}`, resource) })
}

function normaliseService(service: Mapping): Mapping {
  const changes: Record<string, Node | undefined> = {}
  const networks = service.entries.get('networks')
  const empty =
    networks === undefined || (networks.kind === 'mapping' && networks.entries.size === 0) || isNull(networks)
  if (empty && !service.entries.has('network_mode')) {
    changes.networks = mapping([['default', scalar(null, service.at)]], service.at)
  }
  if (stringOf(service.entries.get('pull_policy')) === 'if_not_present')
    changes.pull_policy = implied('missing', service)
  const build = service.entries.get('build')
  if (build?.kind === 'mapping') changes.build = normaliseBuild(build)
  const secrets = service.entries.get('secrets')
  if (secrets?.kind === 'sequence') {
    changes.secrets = { ...secrets, items: secrets.items.map(secretTarget) }
  }
  const scale = service.entries.get('scale')
  const deploy = service.entries.get('deploy')
  if (scale && deploy?.kind === 'mapping' && !deploy.entries.has('replicas')) {
    changes.deploy = withEntries(deploy, { replicas: scale })
  }
  const implicit = impliedDependencies(service)
  if (implicit) changes.depends_on = implicit
  return withEntries(service, changes)
}

function normaliseBuild(build: Mapping): Mapping {
  const changes: Record<string, Node | undefined> = {}
  if (!build.entries.has('context')) changes.context = implied('.', build)
  if (!build.entries.has('dockerfile') && !build.entries.has('dockerfile_inline')) {
    changes.dockerfile = implied('Dockerfile', build)
  }
  return withEntries(build, changes)
}

function secretTarget(item: Node): Node {
  if (item.kind !== 'mapping' || item.entries.has('target')) return item
  const source = item.entries.get('source')
  return source ? withEntries(item, { target: implied(`/run/secrets/${textOf(source)}`, item) }) : item
}

/** Sharing another service's network, processes or volumes needs that service. */
function impliedDependencies(service: Mapping): Mapping | undefined {
  const needed = new Map<string, Node>()
  const need = (name: string, near: Node, restart: boolean): void => {
    const entries: [string, Node][] = [
      ['condition', implied('service_started', near)],
      ['required', implied(true, near)],
    ]
    if (restart) entries.push(['restart', implied(true, near)])
    if (!needed.has(name)) needed.set(name, mapping(entries, near.at))
  }
  for (const link of itemsOf(service, 'links')) need(textOf(link).split(':', 1)[0] as string, link, true)
  for (const field of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const value = service.entries.get(field)
    const match = value && /^service:(.+)$/.exec(textOf(value))
    if (match) need(match[1] as string, value, true)
  }
  for (const from of itemsOf(service, 'volumes_from')) {
    if (!textOf(from).startsWith('container:')) need(textOf(from).split(':', 1)[0] as string, from, false)
  }
  if (needed.size === 0) return undefined
  const own = service.entries.get('depends_on')
  const entries = own?.kind === 'mapping' ? [...needed, ...own.entries] : needed
  return { ...(own?.kind === 'mapping' ? own : mapping([], service.at)), entries: new Map(entries) }
}

function itemsOf(service: Mapping, field: string): readonly Node[] {
  const node = service.entries.get(field)
  return node?.kind === 'sequence' ? node.items : []
}
