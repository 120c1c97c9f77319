import { ComposeError } from './errors.ts'
import { childOf, entriesOf, isNull, type Mapping, type Node, stringOf, textOf } from './tree.ts'
import { bytesOf } from './units.ts'

/** Refuses fields that contradict each other, in services of inactive profiles too. */
export function checkRules(root: Mapping): void {
  for (const [name, service] of entriesOf(root, 'services')) if (service.kind === 'mapping') checkFields(name, service)
  // Of networks, secrets and configs Compose checks no such thing.
  for (const [name, node] of entriesOf(root, 'volumes')) {
    if (node.kind === 'mapping') checkExternal(`volumes.${name}`, node)
  }
  for (const [kind, sources] of [
    ['secrets', ['file', 'environment']],
    ['configs', ['file', 'environment', 'content']],
  ] as const) {
    for (const [name, node] of entriesOf(root, kind)) {
      const [, second] = sources.flatMap((source) => childOf(node, source) ?? [])
      if (!second) continue
      throw new ComposeError(`${kind}.${name}: ${sources.join('|')} attributes are mutually exclusive`, {
        at: second.at,
      })
    }
  }
}

/** Refuses active services that contradict themselves. */
export function checkActive(root: Mapping): void {
  for (const [name, service] of entriesOf(root, 'services')) if (service.kind === 'mapping') checkService(name, service)
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'sequence' ? node.items : []
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

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'))
}

/** A limit of zero is no limit to Compose; one that is not written beside others is zero. */
function agrees(own: string, deployed: string | undefined, limits: Node | undefined): boolean {
  return own === '0' || limits?.kind !== 'mapping' || own === (deployed ?? '0')
}

function checkService(name: string, service: Mapping): void {
  const get = (path: string): Node | undefined => path.split('.').reduce<Node | undefined>(childOf, service)
  const mode = get('network_mode')
  const networks = get('networks')
  if (mode && networks?.kind === 'mapping' && networks.entries.size > 0) {
    throw new ComposeError(`service ${name} declares mutually exclusive \`network_mode\` and \`networks\``, {
      at: mode.at,
    })
  }
  const [file, inline] = [get('build.dockerfile'), get('build.dockerfile_inline')]
  if (file && inline) {
    throw new ComposeError(
      `service ${JSON.stringify(name)} declares mutually exclusive dockerfile and dockerfile_inline`,
      { at: inline.at },
    )
  }
  checkSsh(get('build.ssh'))
  checkHealthTest(get('healthcheck.test'))
  const [platform, platforms] = [get('platform'), itemsOf(get('build.platforms'))]
  if (platform && textOf(platform) !== '' && platforms.length > 0) {
    if (!platforms.some((each) => textOf(each) === textOf(platform))) {
      const message = `service.build.platforms MUST include service.platform ${JSON.stringify(textOf(platform))}`
      throw new ComposeError(message, { at: platform.at })
    }
  }
  for (const watch of itemsOf(get('develop.watch'))) {
    if (textOf(childOf(watch, 'action') ?? watch) === 'rebuild' || stringOf(childOf(watch, 'target'))) continue
    throw new ComposeError(`services.${name}.develop.watch: target is required for non-rebuild actions`, {
      at: watch.at,
    })
  }
  for (const [own, deployed, size] of CONFLICTS) {
    const [a, b] = [get(own), get(deployed)]
    if (!a) continue
    if (own === 'scale' ? !b || size(a) === size(b) : agrees(size(a), b && size(b), get(parentOf(deployed)))) continue
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

function checkHealthTest(command: Node | undefined): void {
  const first = childOf(command, '0')
  if (!first || ['CMD', 'CMD-SHELL', 'NONE'].includes(textOf(first))) return
  throw new ComposeError('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"', {
    at: first.at,
    suggestion: `Write [CMD, ${textOf(first)}, …].`,
  })
}

function checkSsh(ssh: Node | undefined): void {
  const values =
    ssh?.kind === 'mapping' ? [...ssh.entries.values()] : itemsOf(ssh).filter((item) => textOf(item).includes('='))
  const withFile = values.find((value) => !isNull(value))
  if (!withFile) return
  throw new ComposeError('build.ssh has a key with a file, which Compose 2.26 cannot print as JSON', {
    at: withFile.at,
    suggestion: 'Add the key to the agent, and write default.',
  })
}

function checkDevices(devices: Node | undefined): void {
  for (const device of itemsOf(devices)) {
    const count = childOf(device, 'count')
    if (!count || !childOf(device, 'device_ids')) continue
    throw new ComposeError('"count" and "device_ids" attributes are exclusive', {
      at: count.at,
      suggestion: 'Say how many, or which.',
    })
  }
}

function checkFields(name: string, service: Mapping): void {
  const get = (path: string): Node | undefined => path.split('.').reduce<Node | undefined>(childOf, service)
  const pid = get('pid')
  if (pid && isNull(pid)) {
    throw new ComposeError(`services.${name}.pid is null, which makes Compose 2.26 crash`, {
      at: pid.at,
      suggestion: 'Take the line out.',
    })
  }
  const retries = get('healthcheck.retries')
  if (retries && Number(textOf(retries)) < 0) {
    throw new ComposeError(`services.${name}.healthcheck.retries must not be negative`, { at: retries.at })
  }
  for (const watch of itemsOf(get('develop.watch'))) {
    const path = childOf(watch, 'path')
    if (path && textOf(path) === '') {
      throw new ComposeError(`services.${name}.develop.watch: path must not be empty`, { at: path.at })
    }
  }
  checkDevices(get('gpus'))
  checkDevices(get('deploy.resources.reservations.devices'))
  for (const mount of itemsOf(get('volumes'))) {
    if (stringOf(childOf(mount, 'type')) !== 'bind' || childOf(mount, 'source')) continue
    throw new ComposeError(`services.${name}.volumes: a bind mount needs a source`, { at: mount.at })
  }
}
