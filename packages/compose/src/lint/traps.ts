import type { Loaded } from '../load.ts'
import { type Contribution, isNull, type Node, type Path, stringOf, textOf } from '../tree.ts'
import { entriesOf, field, type Finding, itemsOf, type LintRule, servicesOf } from './finding.ts'

// What Compose does silently, and nobody means.

type Draft = Omit<Finding, 'rule'>

export const clearsNothing: LintRule = {
  name: 'clears-nothing',
  summary: 'An empty list, mapping or null laid over something leaves it as it was.',
  check: (loaded) => emptyOver(field(loaded.tree, 'services'), ['services'], loaded),
}

function* emptyOver(node: Node | undefined, path: Path, loaded: Loaded): Iterable<Draft> {
  if (!node) return
  for (const { rule, node: over } of node.history ?? []) {
    const empty =
      over.kind === 'sequence' ? over.items.length === 0 : over.kind === 'mapping' && over.entries.size === 0
    const onList = empty && (rule === 'appended' || (rule === 'merged' && path.length > 2))
    if (holdsResets(over, path, loaded)) continue
    if (rule !== 'kept' && !onList && !(rule === 'merged' && isNull(over) && over.kind === 'scalar')) continue
    yield {
      at: over.at,
      path: path.join('.'),
      message: 'this clears nothing: what the earlier layers say stays',
      suggestion: `Write ${path.at(-1)}: !reset ${over.kind === 'sequence' ? '[]' : 'null'} to clear it, or take the line out.`,
    }
  }
  for (const [key, child] of entriesOf(node)) yield* emptyOver(child, [...path, key], loaded)
}

/** A mapping of nothing but `!reset` entries is empty once they are taken out, and clears what they say. */
function holdsResets(over: Node, path: Path, { layers }: Loaded): boolean {
  const below = (tag: Path): boolean => tag.length > path.length && path.every((step, index) => step === tag[index])
  return layers.some(({ file, tags }) => file === over.at.file && tags.some((tag) => below(tag.path)))
}

export const checkStaysOff: LintRule = {
  name: 'check-stays-off',
  summary: 'A health check that an earlier layer disabled stays off, whatever test a later one gives.',
  *check({ tree, layers }) {
    const order = layers.map(({ file }) => file)
    for (const [name, service] of servicesOf(tree)) {
      const check = field(service, 'healthcheck')
      const disabled = field(check, 'disable')
      const test = field(check, 'test')
      if (disabled?.kind !== 'scalar' || disabled.value !== true || !test) continue
      if (order.lastIndexOf(disabled.at.file) >= order.lastIndexOf(test.at.file)) continue
      yield {
        at: test.at,
        path: `services.${name}.healthcheck.test`,
        message: `this check never runs: ${disabled.at.file}:${disabled.at.line} says disable: true`,
        suggestion: 'Add disable: false beside the test.',
      }
    }
  },
}

export const twoBindings: LintRule = {
  name: 'two-bindings',
  summary: 'One port of a container is published once: another address or port adds a second binding.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const seen = new Map<string, Node>()
      for (const port of itemsOf(field(service, 'ports'))) {
        const key = `${textOf(field(port, 'target') ?? port)}/${textOf(field(port, 'protocol') ?? port)}`
        const before = seen.get(key)
        seen.set(key, port)
        if (!before || before.at.file === port.at.file) continue
        yield {
          at: port.at,
          path: `services.${name}.ports`,
          message: `port ${key} is published here and at ${before.at.file}:${before.at.line}: both bindings are made`,
          suggestion: 'Write ports: !override with the bindings that this environment has.',
        }
      }
    }
  },
}

export const nullVariable: LintRule = {
  name: 'null-variable',
  summary: 'A variable without a value is taken from the shell; it is not taken away.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      for (const [variable, node] of entriesOf(field(service, 'environment'))) {
        const over = overridingNull(node.history ?? [])
        if (!over) continue
        yield {
          at: over.at,
          path: `services.${name}.environment.${variable}`,
          message: `${variable} without a value means "from the shell": it is not removed`,
          suggestion: `Write ${variable}: !reset null to remove it, or a value.`,
        }
      }
    }
  },
}

function overridingNull(history: readonly Contribution[]): Node | undefined {
  const last = history.at(-1)?.node
  const before = history.at(-2)?.node
  return last && before && isNull(last) && !isNull(before) ? last : undefined
}

export const tmpfsTwice: LintRule = {
  name: 'tmpfs-twice',
  summary: 'A path is one tmpfs: with and without options they are two entries.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const seen = new Map<string, Node>()
      for (const item of itemsOf(field(service, 'tmpfs'))) {
        const target = textOf(item).split(':', 1)[0] as string
        const before = seen.get(target)
        seen.set(target, item)
        if (!before) continue
        yield {
          at: item.at,
          path: `services.${name}.tmpfs`,
          message: `${target} is mounted here and at ${before.at.file}:${before.at.line}`,
          suggestion:
            'Give both entries the same options in the same order up to the first "=", or write tmpfs: !override.',
        }
      }
    }
  },
}

export const weakerDependency: LintRule = {
  name: 'weaker-dependency',
  summary: 'A dependency named again in the short form only waits for the start.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      for (const [dependency, node] of entriesOf(field(service, 'depends_on'))) {
        const history = field(node, 'condition')?.history ?? []
        const [before, last] = [history.at(-2)?.node, history.at(-1)?.node]
        if (!before || !last || textOf(last) !== 'service_started' || textOf(before) === 'service_started') continue
        yield {
          at: last.at,
          path: `services.${name}.depends_on.${dependency}`,
          message: `this makes ${textOf(before)} (${before.at.file}:${before.at.line}) into service_started`,
          suggestion: `Take ${dependency} out of this list, or write its condition.`,
        }
      }
    }
  },
}

export const inheritedBuild: LintRule = {
  name: 'inherited-build',
  summary: 'A layer that brings another image also takes the build away: it would build under that image’s name.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const image = field(service, 'image')
      const build = field(service, 'build')
      const over = image?.history?.findLast(({ rule }) => rule === 'replaced')?.node
      if (!over || !build || stringOf(over) === undefined) continue
      const layers = new Set((build.history ?? [{ node: build }]).map(({ node }) => node.at.file))
      if (layers.has(over.at.file)) continue
      yield {
        at: over.at,
        path: `services.${name}.image`,
        message: `the build of ${build.at.file}:${build.at.line} stays: what is built there is tagged ${textOf(over)}`,
        suggestion: 'Write build: !reset null beside this image, or say its build here.',
      }
    }
  },
}

export const hostTwice: LintRule = {
  name: 'host-twice',
  summary: 'A host of extra_hosts has one address: another layer’s address is added, not put in its place.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const seen = new Map<string, Node>()
      for (const item of itemsOf(field(service, 'extra_hosts'))) {
        const host = textOf(item).split('=', 1)[0] as string
        const before = seen.get(host)
        seen.set(host, item)
        if (!before || before.at.file === item.at.file) continue
        yield {
          at: item.at,
          path: `services.${name}.extra_hosts`,
          message: `${host} has this address and that of ${before.at.file}:${before.at.line}`,
          suggestion: 'Write extra_hosts: !override with the hosts that this environment knows.',
        }
      }
    }
  },
}

export const TRAP_RULES: readonly LintRule[] = [
  clearsNothing,
  checkStaysOff,
  twoBindings,
  nullVariable,
  tmpfsTwice,
  weakerDependency,
  inheritedBuild,
  hostTwice,
]
