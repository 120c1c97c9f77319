import { variablesIn } from '../interpolate.ts'
import { isSecretName } from '../redact.ts'
import type { Mapping, Node, Path } from '../tree.ts'
import { stringOf, textOf } from '../tree.ts'
import { entriesOf, field, type Finding, itemsOf, type LintRule, servicesOf } from './finding.ts'

// What makes a stack hard to run, to move, or to keep safe.

type Draft = Omit<Finding, 'rule'>

export const fixedIdentity: LintRule = {
  name: 'fixed-identity',
  summary: 'No container_name, static address or links: two copies of the stack could not run side by side.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const fixed: [string, Node | undefined, string][] = [
        [
          'container_name',
          field(service, 'container_name'),
          'Leave it out: Compose names the container after project and service.',
        ],
        ['links', field(service, 'links'), 'Leave them out: services of one network know each other by name.'],
      ]
      for (const [network, node] of entriesOf(field(service, 'networks'))) {
        for (const key of ['ipv4_address', 'ipv6_address']) {
          fixed.push([`networks.${network}.${key}`, field(node, key), 'Leave it out, and use the name of the service.'])
        }
      }
      for (const [path, node, suggestion] of fixed) {
        if (!node) continue
        yield {
          at: node.at,
          path: `services.${name}.${path}`,
          message: `${path} ties the service to one place`,
          suggestion,
        }
      }
    }
  },
}

export const healthCheck: LintRule = {
  name: 'health-check',
  summary: 'Every service has a check that is on, and everything that runs once is waited for by somebody.',
  *check({ tree }) {
    const awaited = new Set<string>()
    for (const [, service] of servicesOf(tree)) {
      for (const [dependency, node] of entriesOf(field(service, 'depends_on'))) {
        if (textOf(field(node, 'condition') ?? node) === 'service_completed_successfully') awaited.add(dependency)
      }
    }
    for (const [name, service] of servicesOf(tree)) {
      if (awaited.has(name)) continue
      const check = field(service, 'healthcheck')
      const disabled = field(check, 'disable')
      const test = field(check, 'test')
      const off =
        (disabled?.kind === 'scalar' && disabled.value === true) || textOf(field(test, '0') ?? service) === 'NONE'
      if (test && !off) continue
      yield {
        at: off && check ? check.at : service.at,
        path: `services.${name}.healthcheck`,
        message: `${name} has no health check that is on: "up --wait" takes it for ready as soon as it runs`,
        suggestion:
          'Give it a healthcheck; if it runs once, let somebody depend on it with service_completed_successfully.',
      }
    }
  },
}

export const guardedVariables: LintRule = {
  name: 'guarded-variables',
  summary: 'Every variable has a default, or says what is missing: an unset one is an empty text.',
  *check({ written }) {
    for (const { root } of written) yield* unguarded(root, [])
  },
}

function* unguarded(node: Node, path: Path): Iterable<Draft> {
  if (node.kind === 'mapping') for (const [key, child] of node.entries) yield* unguarded(child, [...path, key])
  if (node.kind === 'sequence')
    for (const [index, child] of node.items.entries()) yield* unguarded(child, [...path, String(index)])
  for (const { name, operator } of variablesIn(stringOf(node) ?? '')) {
    if (operator !== '' || name === 'COMPOSE_PROJECT_NAME') continue
    yield {
      at: node.at,
      path: path.join('.'),
      message: `$${name} is an empty text where ${name} is not set`,
      suggestion: `Write \${${name}:-default}, or \${${name}:?what it is for}.`,
    }
  }
}

const DATA_STORES: readonly [RegExp, string, string][] = [
  [/(^|\/)(postgres|postgis|timescaledb)[^/]*$/, 'PostgreSQL', '/var/lib/postgresql/data'],
  [/(^|\/)(mysql|mariadb|percona)[^/]*$/, 'MySQL', '/var/lib/mysql'],
  [/(^|\/)mongo[^/]*$/, 'MongoDB', '/data/db'],
  [/(^|\/)(redis|valkey)[^/]*$/, 'Redis', '/data'],
  [/(^|\/)(elasticsearch|opensearch)[^/]*$/, 'a search engine', '/usr/share/elasticsearch/data'],
]

function dataStore(service: Mapping): { product: string; folder: string } | undefined {
  const image = stringOf(field(service, 'image')) ?? ''
  const found = DATA_STORES.find(([pattern]) => pattern.test(image.split('@', 1)[0] as string))
  return found && { product: found[1], folder: found[2] }
}

export const publicData: LintRule = {
  name: 'public-data',
  summary: 'A database publishes its port on loopback only: Docker’s ports go past the firewall.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const store = dataStore(service)
      if (!store) continue
      for (const port of itemsOf(field(service, 'ports'))) {
        const host = field(port, 'host_ip')
        if (host && /^(127\.|::1$)/.test(textOf(host))) continue
        yield {
          at: port.at,
          path: `services.${name}.ports`,
          message: `${store.product} is published to every network of this machine, past its firewall`,
          suggestion: `Write "127.0.0.1:${textOf(field(port, 'published') ?? port)}:${textOf(field(port, 'target') ?? port)}", or publish nothing.`,
        }
      }
    }
  },
}

export const RUNNING_RULES: readonly LintRule[] = [fixedIdentity, healthCheck, guardedVariables, publicData]

// ---- production

export const mountedSource: LintRule = {
  name: 'mounted-source',
  summary: 'Production mounts no source code: it runs what the image holds.',
  *check({ tree, options }) {
    const home = options.projectDirectory.replace(/\/$/, '')
    for (const [name, service] of servicesOf(tree)) {
      for (const mount of itemsOf(field(service, 'volumes'))) {
        const source = textOf(field(mount, 'source') ?? mount)
        const readOnly = field(mount, 'read_only')
        const inside = source === home || source.startsWith(`${home}/`)
        if (
          stringOf(field(mount, 'type')) !== 'bind' ||
          !inside ||
          (readOnly && textOf(readOnly) === 'true' && source !== home)
        )
          continue
        yield {
          at: mount.at,
          path: `services.${name}.volumes`,
          message: `${source} of the checkout is mounted writable into the container`,
          suggestion: 'Copy it into the image, or mount single files of configuration read-only.',
        }
      }
    }
  },
}

export const dataInMemory: LintRule = {
  name: 'data-in-memory',
  summary: 'Production keeps no database in a tmpfs.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const store = dataStore(service)
      if (!store || store.product === 'Redis') continue
      const mounts = itemsOf(field(service, 'volumes')).filter((mount) => stringOf(field(mount, 'type')) === 'tmpfs')
      const targets: [Node, string][] = [
        ...itemsOf(field(service, 'tmpfs')).map((item): [Node, string] => [
          item,
          textOf(item).split(':', 1)[0] as string,
        ]),
        ...mounts.map((mount): [Node, string] => [mount, textOf(field(mount, 'target') ?? mount)]),
      ]
      for (const [node, target] of targets) {
        if (target !== store.folder) continue
        yield {
          at: node.at,
          path: `services.${name}`,
          message: `${store.product} keeps its data in memory here: it is gone with the container`,
          suggestion: 'Mount a named volume.',
        }
      }
    }
  },
}

export const debugPort: LintRule = {
  name: 'debug-port',
  summary: 'Production publishes no debugger.',
  *check({ tree }) {
    const debuggers = new Set(['9229', '5678', '5005', '2345', '40000'])
    for (const [name, service] of servicesOf(tree)) {
      for (const port of itemsOf(field(service, 'ports'))) {
        const target = textOf(field(port, 'target') ?? port)
        if (!debuggers.has(target)) continue
        yield {
          at: port.at,
          path: `services.${name}.ports`,
          message: `${target} is a debugger's port`,
          suggestion: 'Publish it in development only.',
        }
      }
    }
  },
}

export const defaultSecret: LintRule = {
  name: 'default-secret',
  summary: 'Production has no secret that stands in the files.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      for (const [variable, node] of entriesOf(field(service, 'environment'))) {
        if (!isSecretName(variable) || node.kind !== 'scalar' || node.value === null || node.value === '') continue
        if (node.variables?.some(({ value, from }) => value && from !== 'default')) continue
        yield {
          at: node.at,
          path: `services.${name}.environment.${variable}`,
          message: `${variable} has a value that everybody who reads the files knows`,
          suggestion: `Use a secret and ${variable}_FILE, or \${${variable}:?}.`,
        }
      }
    }
  },
}

export const PRODUCTION_RULES: readonly LintRule[] = [mountedSource, dataInMemory, debugPort, defaultSecret]
