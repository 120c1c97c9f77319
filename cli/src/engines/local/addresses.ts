import type { Model, Service } from './model.ts'

/**
 * Where each service listens on this machine. In containers every service has its own network name and port
 * (`postgres:5432`); as processes they share the loopback address, so the published port is what tells them apart.
 */
export type Addresses = {
  /** The loopback port of a service's own port: `portOf('api', 8000)`. */
  portOf: (service: string, target: number) => number | undefined
  /** The port a service is reached at, when it has one. */
  mainPortOf: (service: string) => number | undefined
}

/** The ports that a service listens on inside its container: what it publishes, and its own PORT. */
function targetsOf(name: string, service: Service): number[] {
  const own = Number(service.environment?.PORT) || standardPort(service)
  const published = (service.ports ?? []).map((port) => port.target)
  return [...new Set([...(own ? [own] : []), ...published])]
}

/** Services that publish nothing (the scheduler) still need a port of this machine: `name:target` of each. */
export function unpublishedTargets(model: Model, isRun: (name: string) => boolean): string[] {
  return Object.entries(model.services)
    .filter(([name]) => isRun(name))
    .flatMap(([name, service]) =>
      targetsOf(name, service)
        .filter((target) => publishedPort(service, target) === undefined)
        .map((target) => `${name}:${target}`),
    )
}

export function addressesOf(model: Model, internalPorts: Record<string, number>): Addresses {
  const portOf = (name: string, target: number) => {
    const service = model.services[name]
    return service && (publishedPort(service, target) ?? internalPorts[`${name}:${target}`])
  }
  const mainPortOf = (name: string) => {
    const service = model.services[name]
    const [target] = service ? targetsOf(name, service) : []
    return target === undefined ? undefined : portOf(name, target)
  }
  return { portOf, mainPortOf }
}

/** What a service of ours is told: the model's environment, with containers' names and paths made this machine's. */
export function localEnvironment(
  name: string,
  model: Model,
  addresses: Addresses,
  isRun: (name: string) => boolean,
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [key, value] of Object.entries(model.services[name]?.environment ?? {})) {
    if (value !== null) result[key] = localValue(key, value, model, addresses, isRun)
  }
  const port = addresses.mainPortOf(name)
  if (port !== undefined && 'PORT' in result) result.PORT = String(port)
  if ('PORT' in result || 'HOST' in result) result.HOST = '127.0.0.1'
  return result
}

function localValue(
  key: string,
  value: string,
  model: Model,
  addresses: Addresses,
  isRun: (name: string) => boolean,
): string {
  // Without Traefik there are no host names: one host, told apart by ports, and cookies know no ports.
  if (key === 'COOKIE_DOMAIN') return ''
  const origin = /^([A-Z]+)_ORIGIN$/.exec(key)?.[1]?.toLowerCase()
  const originPort = origin && addresses.mainPortOf(origin)
  if (originPort) return `http://localhost:${originPort}`
  let local = localPaths(value, model)
  for (const [name, service] of Object.entries(model.services)) {
    for (const target of targetsOf(name, service)) {
      const pattern = new RegExp(`(?<![\\w.-])${name}:${target}(?!\\d)`, 'g')
      if (!pattern.test(local)) continue
      // A service that is not run here is told about as absent, not at an address where nobody answers.
      if (!isRun(name)) return ''
      local = local.replace(pattern, `127.0.0.1:${addresses.portOf(name, target)}`)
    }
  }
  return local
}

/** Secrets are mounted at /run/secrets in containers; here they are read where they are kept. */
export function localPaths(text: string, model: Model): string {
  return text.replace(/\/run\/secrets\/([\w.-]+)/g, (path, secret: string) => model.secrets?.[secret]?.file ?? path)
}

function publishedPort(service: Service, target: number): number | undefined {
  const published = service.ports?.find((port) => port.target === target)?.published
  return published ? Number(published) : undefined
}

function standardPort(service: Service): number | undefined {
  if (service.image?.startsWith('postgres:')) return 5432
  if (service.image?.startsWith('redis:')) return 6379
  return undefined
}
