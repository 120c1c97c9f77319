import type { Place } from './errors.ts'
import { historyOf } from './merge.ts'
import type { Layer } from './read.ts'
import { childOf, type Mapping, type Node, type Path } from './tree.ts'

/** A value that `!reset` took away. */
export interface Cleared {
  path: Path
  at: Place
  node: Node
}

/**
 * Takes out of the earlier layers what a later one marks with `!reset` or `!override`. A path that leads into a list is ignored,
 * as Compose ignores it.
 */
export function applyTags(
  base: Mapping,
  layer: Layer,
): { base: Mapping; over: Mapping; cleared: Cleared[]; ignored: Layer['tags'] } {
  const taken: Change[] = []
  const marked: Change[] = []
  const cleared: Cleared[] = []
  const ignored: Layer['tags'] = []
  for (const { path, tag, at } of layer.tags) {
    const before = path.reduce<Node | undefined>(
      (node, key) => (node?.kind === 'mapping' ? childOf(node, key) : undefined),
      base,
    )
    if (!before || path.length === 0) {
      ignored.push({ path, tag, at })
      continue
    }
    taken.push({ path, to: () => undefined })
    if (tag === '!reset') cleared.push({ path, at, node: before })
    else {
      const to = (node: Node): Node => ({ ...node, history: historyOf(before, 'replaced by !override', node) })
      marked.push({ path, to })
    }
  }
  return { base: applyAll(base, taken, 0), over: applyAll(layer.root as Mapping, marked, 0), cleared, ignored }
}

interface Change {
  path: Path
  to: (node: Node) => Node | undefined
}

/** All changes in one walk, those of one mapping together: a mapping is copied once, however many of its entries change. */
function applyAll(root: Mapping, changes: readonly Change[], depth: number): Mapping {
  if (changes.length === 0) return root
  const entries = new Map(root.entries)
  for (const [key, inside] of Map.groupBy(changes, ({ path }) => path[depth] as string)) {
    const child = entries.get(key)
    if (!child) continue
    const whole = inside.find(({ path }) => path.length === depth + 1)
    const next = whole ? whole.to(child) : child.kind === 'mapping' ? applyAll(child, inside, depth + 1) : child
    if (next) entries.set(key, next)
    else entries.delete(key)
  }
  return { ...root, entries }
}
