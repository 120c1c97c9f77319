import { isDeepStrictEqual } from 'node:util'
import type { Case } from './case.ts'
import { generateCase } from './generator/generate.ts'
import { forEachAtOnce, renderOurs, renderReal, writeCase } from './real.ts'

export interface Disagreement {
  example: Case
  real: string
  ours: string
}

/** Renders generated cases with both programs; those that differ, and how many Compose accepted. */
export async function compareGenerated(
  first: number,
  count: number,
): Promise<{ accepted: number; different: Disagreement[] }> {
  const seeds = Array.from({ length: count }, (_, index) => first + index)
  const different: Disagreement[] = []
  let accepted = 0
  await forEachAtOnce(seeds, 3, async (seed) => {
    const example = generateCase(seed)
    const folder = writeCase(example)
    const [real, ours] = [await renderReal(example, folder), renderOurs(example, folder)]
    if ('json' in real) accepted++
    if ('refused' in real ? 'refused' in ours : isDeepStrictEqual(ours, real)) return
    different.push({ example, ...describeDifference(real, ours) })
  })
  return { accepted, different }
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
  const { accepted, different } = await compareGenerated(first, count)
  for (const { example, real, ours } of different) {
    console.log(`${example.name}\n  real ${real}\n  ours ${ours}`)
    if (different.length === 1) console.log(example.layers.join('---\n'))
  }
  console.log(`${count} cases from seed ${first}: ${accepted} accepted by Compose, ${different.length} different`)
  process.exitCode = different.length === 0 ? 0 : 1
}

if (import.meta.main) await main()
