import { type Contribution, type Node, textOf } from '../tree.ts'
import { field, itemsOf, type LintRule, servicesOf } from './finding.ts'

// Lists that a later layer can only make longer.

/** Layers that add to a list of a service that an earlier layer has begun. */
function* additions(tree: Node, key: string): Iterable<{ name: string; over: Contribution['node']; before: string[] }> {
  for (const [name, service] of servicesOf(tree)) {
    const history = field(service, key)?.history ?? []
    for (const [index, { rule, node }] of history.entries()) {
      const before = history.slice(0, index).flatMap((each) => names(each.node))
      const added = names(node)
      if (rule === 'appended' && before.length > 0 && added.some((item) => !before.includes(item)))
        yield { name, over: node, before }
    }
  }
}

/** The entries of a list, or the one text that stands for it. */
function names(node: Node): string[] {
  return (node.kind === 'sequence' ? node.items : [node]).map((item) => textOf(field(item, 'path') ?? item))
}

export const profilesAdd: LintRule = {
  name: 'profiles-add',
  summary: 'Profiles of a later layer are added: the service runs under either.',
  *check({ tree }) {
    for (const { name, over, before } of additions(tree, 'profiles')) {
      yield {
        at: over.at,
        path: `services.${name}.profiles`,
        message: `${name} also runs under ${before.join(', ')} of the earlier layers`,
        suggestion: 'Write profiles: !override with all that shall hold.',
      }
    }
  },
}

export const envFilesAdd: LintRule = {
  name: 'env-files-add',
  summary: 'Env files of a later layer are added: those of the earlier layers are read before them.',
  *check({ tree }) {
    for (const { name, over, before } of additions(tree, 'env_file')) {
      yield {
        at: over.at,
        path: `services.${name}.env_file`,
        message: `${before.join(', ')} is still read first: what only it sets stays set here`,
        suggestion: 'Write env_file: !override with the files of this environment.',
      }
    }
  },
}

export const capabilityBoth: LintRule = {
  name: 'capability-both',
  summary: 'A capability that one layer adds is not taken away by dropping it in another.',
  *check({ tree }) {
    for (const [name, service] of servicesOf(tree)) {
      const added = new Map(itemsOf(field(service, 'cap_add')).map((item) => [textOf(item), item]))
      for (const drop of itemsOf(field(service, 'cap_drop'))) {
        const add = added.get(textOf(drop))
        if (!add) continue
        yield {
          at: drop.at,
          path: `services.${name}.cap_drop`,
          message: `${textOf(drop)} is also added, at ${add.at.file}:${add.at.line}: the container keeps it`,
          suggestion: 'Write cap_add: !override without it, or take it out of one of the lists.',
        }
      }
    }
  },
}

export const GROWING_RULES: readonly LintRule[] = [profilesAdd, envFilesAdd, capabilityBoth]
