import { ComposeError, nearest } from './errors.ts'
import type { Position } from './explain.ts'
import type { Loaded } from './load.ts'
import { anything } from './output.ts'
import { checkShape } from './schema/file.ts'
import { type Contribution, type Mapping, mapping, type Node, type Path, scalar } from './tree.ts'

/** Why there is nothing at a path. */
export interface Missing {
  /** What layers say, or said, there. */
  contributions: Contribution[]
  note: string
}

/**
 * What became of a path that is not in the rendered project: taken away with what encloses it, written by a layer and replaced,
 * kept out by its profile, or never set.
 * @param last the deepest place of the path that is there.
 * @throws ComposeError when no layer could have such a path.
 */
export function whatHappenedTo(path: Path, last: Position, loaded: Loaded): Missing {
  const cleared = loaded.cleared.findLast((each) => each.path.every((step, index) => step === path[index]))
  if (cleared) {
    const inside = find(cleared.node, path.slice(cleared.path.length))
    const enclosing = cleared.path.join('.')
    return {
      contributions: [
        ...(inside ? [{ rule: 'set' as const, node: inside }] : []),
        { rule: 'cleared by !reset', node: { kind: 'scalar', value: null, at: cleared.at } },
      ],
      note: `Nothing is there: ${cleared.at.file}:${cleared.at.line} takes away ${enclosing} as a whole.`,
    }
  }
  return inactive(path, loaded) ?? replaced(path, last, loaded) ?? neverSet(path, last, loaded)
}

/** The service is in the files, but none of its profiles is active. */
function inactive(path: Path, { layers, project }: Loaded): Missing | undefined {
  const [section, name] = path
  if (section !== 'services' || name === undefined || name in project.services) return undefined
  const said = layers.flatMap(({ root }) => find(root, ['services', name]) ?? [])
  const profiles = said.flatMap((node) => find(node, ['profiles']) ?? []).flatMap((node) => anything(node) ?? [])
  if (said.length === 0 || profiles.length === 0) return undefined
  const flags = profiles.map((profile) => `--profile ${String(profile)}`).join(' or ')
  return {
    contributions: said.flatMap((node) => {
      const inside = find(node, path.slice(2))
      return inside ? [{ rule: 'set' as const, node: inside }] : []
    }),
    note: `${name} is not active: it belongs to the profile ${profiles.join(', ')}. Add ${flags}.`,
  }
}

/** A layer wrote it, and a later one put something else in the place of what encloses it. */
function replaced(path: Path, last: Position, { layers }: Loaded): Missing | undefined {
  const said = layers.flatMap(({ root }) => find(root, path) ?? [])
  if (said.length === 0) return undefined
  const by = (last.exact ? (last.node.history ?? []) : []).findLast(({ rule }) => rule.startsWith('replaced'))
  const contributions = said.map((node): Contribution => ({ rule: 'set', node }))
  if (!by) return { contributions, note: 'What is written there is nothing to Compose: it is left out.' }
  return {
    contributions: [...contributions, by],
    note: `Nothing is there: ${by.node.at.file}:${by.node.at.line} put something else in the place of ${last.path.join('.')}.`,
  }
}

function neverSet(path: Path, last: Position, { project }: Loaded): Missing {
  const inside = last.value !== null && typeof last.value === 'object' ? Object.keys(last.value) : []
  // Services are named without their section, for short.
  const known = last.path.length === 0 ? [...Object.keys(project.services), ...inside] : inside
  const place = last.path.length === 0 ? 'the project' : last.path.join('.')
  const rest = path.slice(last.path.length)
  const fault = shapeFault(path)
  const near = nearest(rest[0] ?? '', known)
  const open = Array.isArray(last.value) || last.path.length < 2 || FREE.has(last.path[2] ?? '')
  if (fault || open || near) {
    const listed = known.length > 0 ? `There is: ${known.slice(0, 20).join(', ')}.` : undefined
    throw new ComposeError(`${place} has no ${rest.join('.')}`, {
      suggestion: near ? `Did you mean ${near}?` : last.path.length > 1 ? (fault ?? listed) : listed,
    })
  }
  return { contributions: [], note: `No layer sets ${rest.join('.')} of ${place}: the engine’s own default holds.` }
}

/** Fields whose keys are of the writer's choice: what is not there cannot be told from what is misspelt. */
const FREE = new Set([
  'environment',
  'labels',
  'sysctls',
  'annotations',
  'networks',
  'depends_on',
  'ulimits',
  'extra_hosts',
])

/** What the specification says against such a path, as a suggestion; undefined when a layer could have it. */
function shapeFault(path: Path): string | undefined {
  const at = { file: '', line: 1, column: 1 }
  const tree = path.reduceRight<Node>((inner, step) => mapping([[step, inner]], at), scalar(null, at)) as Mapping
  try {
    checkShape(tree)
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error
    return /additional property/.test(error.message) ? error.suggestion : undefined
  }
  return undefined
}

/** A node below another; an entry of a list by its text, or the target that its short form names. */
function find(node: Node, path: Path): Node | undefined {
  let found: Node | undefined = node
  for (let index = 0; index < path.length; index++) {
    const rest = path.slice(index).join('.')
    const key = path[index] as string
    if (found?.kind === 'sequence') {
      return found.items.find((item) => JSON.stringify(anything(item) ?? '').includes(rest)) ?? found.items[Number(key)]
    }
    if (found?.kind !== 'mapping') return undefined
    if (found.entries.has(rest)) return found.entries.get(rest)
    found = found.entries.get(key)
  }
  return found
}
