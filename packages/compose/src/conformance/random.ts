import { isDeepStrictEqual } from 'node:util'
import { explain } from '../explain.ts'
import type { Project } from '../load.ts'
import type { Case } from './case.ts'
import { generateCase } from './generator/generate.ts'
import { forEachAtOnce, loadCase, renderOurs, renderReal, writeCase } from './real.ts'

export interface Disagreement {
  example: Case
  real: string
  ours: string
}

/** Renders generated cases with both programs and explains every leaf; what differs, told at once, and how many Compose accepted. */
export async function compareGenerated(
  first: number,
  count: number,
  tell: (found: Disagreement) => void = () => {},
): Promise<{ accepted: number; different: Disagreement[] }> {
  const seeds = Array.from({ length: count }, (_, index) => first + index)
  const different: Disagreement[] = []
  let accepted = 0
  const add = (found: Disagreement): void => {
    different.push(found)
    tell(found)
  }
  await forEachAtOnce(seeds, 3, async (seed) => {
    const example = generateCase(seed)
    const folder = writeCase(example)
    const [real, ours] = [await renderReal(example, folder), renderOurs(example, folder)]
    if ('json' in real) accepted++
    const same = 'refused' in real ? 'refused' in ours : isDeepStrictEqual(ours, real)
    if (!same) add({ example, ...describeDifference(real, ours) })
    const unexplained = same && 'json' in ours ? firstUnexplained(loadCase(example, folder)) : undefined
    if (unexplained) add({ example, real: 'every leaf is explained by its value', ours: unexplained })
  })
  return { accepted, different }
}

/** The first leaf of a rendered project of which `explain` gives another value, or no origin. */
function firstUnexplained(project: Project): string | undefined {
  const look = (value: unknown, path: string[]): string | undefined => {
    if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) {
        const found = look(inner, [...path, key])
        if (found) return found
      }
      return undefined
    }
    const explanation = explain(project, path)
    if (!isDeepStrictEqual(explanation.value, value)) {
      return `${path.join('.')} is ${JSON.stringify(value)}, explained as ${JSON.stringify(explanation.value)}`
    }
    return explanation.parts.length > 0 || path.length === 1 ? undefined : `${path.join('.')} comes from nowhere`
  }
  return look(project, [])
}

function describeDifference(real: object, ours: object): { real: string; ours: string } {
  const text = (rendered: object): string => ('refused' in rendered ? `refused: ${String(rendered.refused)}` : '')
  if ('refused' in real || 'refused' in ours) return { real: text(real) || 'accepted', ours: text(ours) || 'accepted' }
  const path = firstDifference(real, ours)
  const at = (root: unknown): string =>
    JSON.stringify(path.reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], root))
  return { real: `${path.join('.')}: ${at(real)}`, ours: `${path.join('.')}: ${at(ours)}` }
}

function firstDifference(a: unknown, b: unknown): string[] {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return []
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!isDeepStrictEqual(left[key], right[key])) return [key, ...firstDifference(left[key], right[key])]
  }
  return []
}

/** node packages/compose/src/conformance/random.ts [count] [first seed] */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 2000)
  const first = Number(process.argv[3] ?? Date.now() % 1_000_000_000)
  const { accepted, different } = await compareGenerated(first, count, ({ example, real, ours }) => {
    console.log(`${example.name}\n  real ${real}\n  ours ${ours}`)
    if (count === 1) console.log(example.layers.join('---\n'))
  })
  console.log(`${count} cases from seed ${first}: ${accepted} accepted by Compose, ${different.length} different`)
  process.exitCode = different.length === 0 ? 0 : 1
}

if (import.meta.main) await main()
