import type { Place } from '../errors.ts'
import type { Loaded } from '../load.ts'
import type { Mapping, Node } from '../tree.ts'

/** Something in the files that Compose accepts and that does not do what its reader expects, or will hurt later. */
export interface Finding {
  rule: string
  at: Place
  /** Where in the model, such as `services.api.ports`. */
  path: string
  message: string
  /** The smallest correct edit. */
  suggestion: string
}

export interface LintRule {
  name: string
  /** What the rule is about, in a sentence. */
  summary: string
  check(loaded: Loaded): Iterable<Omit<Finding, 'rule'>>
}

export function field(node: Node | undefined, ...path: string[]): Node | undefined {
  let found = node
  for (const key of path) {
    if (found?.kind === 'mapping') found = found.entries.get(key)
    else if (found?.kind === 'sequence') found = found.items[Number(key)]
    else return undefined
  }
  return found
}

/** The services of a tree, by name. */
export function* servicesOf(root: Node): Iterable<[string, Mapping]> {
  const services = field(root, 'services')
  if (services?.kind !== 'mapping') return
  for (const [name, service] of services.entries) if (service.kind === 'mapping') yield [name, service]
}

/** The items of a list; none for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'sequence' ? node.items : []
}

/** The entries of a mapping; none for anything else. */
export function entriesOf(node: Node | undefined): Iterable<[string, Node]> {
  return node?.kind === 'mapping' ? node.entries : []
}
