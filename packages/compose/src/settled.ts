import type { Mapping, Node, Path } from './tree.ts'

// Services, and fields of services, that have been through all checks and are in their long form. As nodes never change, they need
// not go through them again with the next layer, which mostly leaves most of them as they are.

const SERVICE = 'a service'
const settled = new WeakMap<Node, string>()

/** Is there nothing left to do for this node, which is at this path? */
export function isSettled(node: Node, path: Path): boolean {
  if (path.length > 3 || path.length < 2 || path[0] !== 'services') return false
  return settled.get(node) === (path.length === 3 ? path[2] : SERVICE)
}

/** Remembers all services of a tree that has been through everything. */
export function settleServices(root: Mapping): void {
  const services = root.entries.get('services')
  if (services?.kind !== 'mapping') return
  for (const service of services.entries.values()) {
    if (service.kind !== 'mapping' || settled.has(service)) continue
    let all = true
    for (const [key, field] of service.entries) {
      if (settled.get(field) === key) continue
      if (losesSomething(field)) all = false
      else settled.set(field, key)
    }
    if (all) settled.set(service, SERVICE)
  }
}

/** An empty list that Compose loses is refused with the next layer: it has to be looked at again. */
function losesSomething(node: Node): boolean {
  if (node.kind === 'scalar') return false
  if (node.kind === 'sequence') return node.lost === true || node.items.some(losesSomething)
  for (const value of node.entries.values()) if (losesSomething(value)) return true
  return false
}
