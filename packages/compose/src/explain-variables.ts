import type { Place } from './errors.ts'
import type { Loaded } from './load.ts'
import type { Node, VariableUse } from './tree.ts'

/** The variables that a node's values were interpolated from, each once. */
export function usedVariables(node: Node, loaded: Loaded): readonly VariableUse[] {
  if (node.kind === 'scalar') return node.variables ?? beforeItsForm(node, loaded)
  const children = node.kind === 'mapping' ? [...node.entries.values()] : node.items
  const all = children.flatMap((child) => usedVariables(child, loaded))
  return all.filter((use, index) => all.findIndex((other) => other.name === use.name) === index)
}

const written = new WeakMap<Loaded, Map<string, readonly VariableUse[]>>()

/** A short form has lost its variables on the way to the long one: they are looked up by the place of the text. */
function beforeItsForm(node: Node, loaded: Loaded): readonly VariableUse[] {
  let places = written.get(loaded)
  if (!places) {
    places = new Map()
    for (const { root } of loaded.layers) collect(root, places)
    written.set(loaded, places)
  }
  return places.get(placeKey(node.at)) ?? []
}

function collect(node: Node, into: Map<string, readonly VariableUse[]>): void {
  if (node.kind === 'scalar') {
    if (node.variables) into.set(placeKey(node.at), node.variables)
    return
  }
  for (const child of node.kind === 'mapping' ? node.entries.values() : node.items) collect(child, into)
}

const placeKey = ({ file, line, column }: Place): string => `${file}:${line}:${column}`
