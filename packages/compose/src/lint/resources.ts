import { type Node, stringOf, textOf } from '../tree.ts'
import { entriesOf, field, itemsOf, type LintRule, servicesOf } from './finding.ts'

// What is silent about networks, volumes, secrets and configs.

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const

export const externalStays: LintRule = {
  name: 'external-stays',
  summary: 'What one layer calls external stays so in the next: what else is said of it has no effect.',
  *check({ tree, layers }) {
    for (const kind of KINDS) {
      for (const [name, resource] of entriesOf(field(tree, kind))) {
        const external = field(resource, 'external')
        if (external?.kind !== 'scalar' || external.value !== true) continue
        for (const { file, root } of layers) {
          const own = field(root, kind, name)
          const said = [...entriesOf(own)].map(([key]) => key).filter((key) => key !== 'name' && !key.startsWith('x-'))
          if (!own || file === external.at.file || said.length === 0 || said.includes('external')) continue
          yield {
            at: own.at,
            path: `${kind}.${name}`,
            message: `${said.join(', ')} has no effect: ${external.at.file}:${external.at.line} says external: true`,
            suggestion: 'Add external: false beside it.',
          }
        }
      }
    }
  },
}

export const sharedData: LintRule = {
  name: 'shared-data',
  summary: 'An environment with a project name of its own has volumes of its own.',
  *check({ tree, layers, written }) {
    const named = layers.filter(({ root }) => field(root, 'name'))
    if (new Set(named.map(({ root }) => textOf(field(root, 'name') as Node))).size < 2) return
    const last = layers.at(-1)?.file
    for (const [name, volume] of entriesOf(field(tree, 'volumes'))) {
      const external = field(volume, 'external')
      const fixed = written.flatMap(({ root }) => field(root, 'volumes', name, 'name') ?? []).at(-1)
      const isExternal = external?.kind === 'scalar' && external.value === true
      const reason = isExternal ? external : fixed && !textOf(fixed).includes('$') ? fixed : undefined
      if (!reason || reason.at.file === last) continue
      yield {
        at: reason.at,
        path: `volumes.${name}`,
        message: `${last} names another project, but this volume is the same one for both: they share its data`,
        suggestion: isExternal
          ? 'Write external: false for it in the later layer.'
          : 'Leave its name out: Compose puts the project’s name before the volume’s.',
      }
    }
  },
}

export const unusedResource: LintRule = {
  name: 'unused-resource',
  summary: 'Every network, volume, secret and config is used: Compose leaves out what no service names.',
  *check({ tree, layers }) {
    const words = new Set<string>()
    for (const { root } of layers) collectWords(field(root, 'services'), words)
    for (const { root } of layers) {
      for (const kind of KINDS) {
        const section = field(root, kind)
        for (const [name, node] of entriesOf(section)) {
          if (name === 'default' || name.startsWith('x-') || words.has(name) || field(tree, kind, name)) continue
          yield {
            at: (section?.kind === 'mapping' && section.keys?.get(name)) || node.at,
            path: `${kind}.${name}`,
            message: `no service uses ${name}: Compose leaves it out without a word`,
            suggestion: 'Take it out, or name it in the service that needs it.',
          }
        }
      }
    }
  },
}

/** All names that the services of a layer could mean, in keys, in values, and before the colon of a mount. */
function collectWords(node: Node | undefined, words: Set<string>): void {
  if (!node) return
  if (node.kind === 'scalar') {
    const text = textOf(node)
    words.add(text).add(text.split(':', 1)[0] as string)
    return
  }
  if (node.kind === 'mapping') for (const key of node.entries.keys()) words.add(key)
  for (const child of node.kind === 'mapping' ? node.entries.values() : node.items) collectWords(child, words)
}

export const ownerIgnored: LintRule = {
  name: 'owner-ignored',
  summary: 'A secret or config from a file keeps the file’s owner and mode, whatever is asked for.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      for (const kind of ['secrets', 'configs']) {
        for (const mount of itemsOf(field(service, kind))) {
          const asked = ['uid', 'gid', 'mode'].filter((key) => field(mount, key))
          const source = stringOf(field(mount, 'source')) ?? ''
          if (asked.length === 0 || !field(tree, kind, source, 'file')) continue
          yield {
            at: mount.at,
            path: `services.${name}.${kind}`,
            message: `${asked.join(', ')} of ${source} is ignored: it is mounted as the file is on the host`,
            suggestion: `Take ${asked.join(', ')} out, and let the service’s user read the file itself.`,
          }
        }
      }
    }
  },
}

export const twoMounts: LintRule = {
  name: 'two-mounts',
  summary: 'A path of a container is one mount: a tmpfs does not take the place of a volume.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const mounted = new Map<string, Node>()
      for (const mount of itemsOf(field(service, 'volumes'))) {
        const target = field(mount, 'target')
        if (target) mounted.set(textOf(target).replace(/\/$/, ''), mount)
      }
      for (const item of itemsOf(field(service, 'tmpfs'))) {
        const target = (textOf(item).split(':', 1)[0] as string).replace(/\/$/, '')
        const mount = mounted.get(target)
        if (!mount) continue
        yield {
          at: item.at,
          path: `services.${name}.tmpfs`,
          message: `${target} is also mounted at ${mount.at.file}:${mount.at.line}: the container does not start`,
          suggestion: 'Write volumes: !override (or !reset []) in the layer that brings the tmpfs.',
        }
      }
    }
  },
}

export const RESOURCE_RULES: readonly LintRule[] = [externalStays, sharedData, unusedResource, ownerIgnored, twoMounts]
