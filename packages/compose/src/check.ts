import { ComposeError, nearest } from './errors.ts'
import { entriesOf, type Mapping, type Node, scalar, stringOf, textOf } from './tree.ts'

/**
 * Refuses a project whose parts name each other wrongly, as Compose does.
 * @param known every service's name, those of inactive profiles included: an optional dependency on one of these is no fault.
 */
export function checkReferences(root: Mapping, known: ReadonlySet<string>): void {
  const services = entriesOf(root, 'services')
  for (const [name, service] of services) {
    if (service.kind !== 'mapping') continue
    checkImage(name, service, services)
    checkDependencies(name, service, services, known)
    checkResources(name, service, root)
  }
  checkCycles(services)
  checkFiles(root)
}

function checkImage(name: string, service: Mapping, services: ReadonlyMap<string, Node>): void {
  const image = service.entries.get('image')
  if (service.entries.has('build') || (image && textOf(image) !== '')) return
  const others = [...services.keys()].filter((other) => other !== name)
  throw new ComposeError(`service ${JSON.stringify(name)} has neither an image nor a build context specified`, {
    at: service.at,
    suggestion: suggestName(name, others) ?? 'Give it an image or a build.',
  })
}

function suggestName(name: string, known: Iterable<string>): string | undefined {
  const near = nearest(name, known)
  return near && `Did you mean ${near}?`
}

function checkDependencies(
  name: string,
  service: Mapping,
  services: ReadonlyMap<string, Node>,
  known: ReadonlySet<string>,
): void {
  for (const [dependency, node] of entriesOf(service, 'depends_on')) {
    if (services.has(dependency)) continue
    const required = node.kind === 'mapping' ? node.entries.get('required') : undefined
    if (known.has(dependency) && required?.kind === 'scalar' && required.value === false) continue
    const suggestion = known.has(dependency)
      ? `${dependency} belongs to a profile that is not active: put both in the same profile, or write required: false.`
      : (suggestName(dependency, services.keys()) ?? `Define ${dependency}, or take the dependency away with !reset.`)
    const message = `service ${JSON.stringify(name)} depends on undefined service ${JSON.stringify(dependency)}`
    throw new ComposeError(message, { at: node.at, suggestion })
  }
}

function checkResources(name: string, service: Mapping, root: Mapping): void {
  const known = (kind: string, reference: string, at: Node, word: string): void => {
    const resources = entriesOf(root, kind)
    if (resources.has(reference)) return
    throw new ComposeError(`service ${JSON.stringify(name)} refers to undefined ${word} ${reference}`, {
      at: at.at,
      suggestion: suggestName(reference, resources.keys()) ?? `Add ${reference} to the top-level ${kind}.`,
    })
  }
  for (const [network, node] of entriesOf(service, 'networks')) known('networks', network, node, 'network')
  for (const mount of items(service, 'volumes')) {
    const source = mount.entries.get('source')
    if (stringOf(mount.entries.get('type')) === 'volume' && source && textOf(source) !== '') {
      known('volumes', textOf(source), source, 'volume')
    }
  }
  for (const [field, kind] of [
    ['secrets', 'secret'],
    ['configs', 'config'],
  ] as const) {
    for (const mount of items(service, field)) {
      const source = mount.entries.get('source')
      known(field, source ? textOf(source) : '', source ?? mount, kind)
    }
  }
  const build = service.entries.get('build')
  if (build?.kind !== 'mapping') return
  for (const [context, node] of entriesOf(build, 'additional_contexts')) {
    const match = /^service:(.*)$/.exec(textOf(node))
    if (!match) continue
    const target = entriesOf(root, 'services').get(match[1] as string)
    if (target?.kind === 'mapping' && target.entries.has('build')) continue
    const fault = target ? 'non-buildable' : 'unknown'
    throw new ComposeError(
      `service ${JSON.stringify(name)} declares ${fault} service ${JSON.stringify(match[1])} as additional context ${context}`,
      { at: node.at },
    )
  }
  for (const secret of items(build, 'secrets')) {
    const source = secret.entries.get('source')
    known('secrets', source ? textOf(source) : '', source ?? secret, 'build secret')
  }
}

function items(node: Mapping, field: string): Mapping[] {
  const list = node.entries.get(field)
  return list?.kind === 'sequence' ? list.items.filter((item): item is Mapping => item.kind === 'mapping') : []
}

function checkCycles(services: ReadonlyMap<string, Node>): void {
  const done = new Set<string>()
  // In the order of the way from the first service; a set, because the way can be as long as there are services.
  const way = new Set<string>()
  const visit = (name: string): void => {
    if (done.has(name)) return
    const service = services.get(name)
    if (service?.kind !== 'mapping') return
    if (way.has(name)) {
      const names = [...way]
      const cycle = [...names.slice(names.indexOf(name)), name].join(' -> ')
      throw new ComposeError(`dependency cycle detected: ${cycle}`, { at: service.at })
    }
    way.add(name)
    for (const dependency of entriesOf(service, 'depends_on').keys()) visit(dependency)
    way.delete(name)
    done.add(name)
  }
  for (const name of services.keys()) visit(name)
}

const NOTHING: Node = scalar('', { file: '', line: 0, column: 0 })

function checkFiles(root: Mapping): void {
  for (const [field, word, sources] of [
    ['secrets', 'secret', ['file', 'environment']],
    ['configs', 'config', ['file', 'environment', 'content']],
  ] as const) {
    for (const [name, node] of entriesOf(root, field)) {
      if (node.kind !== 'mapping') continue
      const external = node.entries.get('external')
      if (external?.kind === 'scalar' && external.value === true) continue
      if (sources.some((source) => textOf(node.entries.get(source) ?? NOTHING) !== '')) continue
      throw new ComposeError(
        `${word} ${JSON.stringify(name)} must declare one of ${sources.map((s) => `\`${s}\``).join(', ')}`,
        {
          at: node.at,
        },
      )
    }
  }
}
