import type { Place } from './errors.ts'
import { historyOf } from './merge.ts'
import type { Layer } from './read.ts'
import { childOf, type Mapping, type Node, type Path, withEntries } from './tree.ts'

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
  let result = base
  let over = layer.root as Mapping
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
    result = change(result, path, () => undefined)
    if (tag === '!reset') cleared.push({ path, at, node: before })
    else over = change(over, path, (node) => ({ ...node, history: historyOf(before, 'replaced by !override', node) }))
  }
  return { base: result, over, cleared, ignored }
}

function change(root: Mapping, path: Path, to: (node: Node) => Node | undefined): Mapping {
  const [key, ...rest] = path as [string, ...string[]]
  const child = root.entries.get(key)
  if (!child) return root
  if (rest.length === 0) return withEntries(root, { [key]: to(child) })
  return child.kind === 'mapping' ? withEntries(root, { [key]: change(child, rest, to) }) : root
}
