import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CASES } from './cases.ts'
import type { Case } from './case.ts'
import { type Folder, forEachAtOnce, realVersion, renderReal, type Rendered, writeCase } from './real.ts'

// What the real program made of each case, kept in a file, so that a machine without Docker checks the same facts.
// Recorded anew with: node packages/compose/src/conformance/record.ts

const FILE = new URL('recorded.golden.json', import.meta.url)
const ANYWHERE = '/anywhere'

export interface Recorded {
  version: string
  results: Record<string, Rendered>
}

export function readRecorded(): Recorded {
  return JSON.parse(readFileSync(FILE, 'utf8'))
}

/** A result as it is recorded: without the folder it was made in. */
export function placeless(rendered: Rendered, folder: Folder): Rendered {
  // Where the program crashes, its addresses are others each time.
  const result = 'refused' in rendered ? { refused: rendered.refused.split('\n\ngoroutine')[0] } : rendered
  return JSON.parse(JSON.stringify(result).replaceAll(dirname(folder.path), ANYWHERE))
}

async function record(): Promise<void> {
  const found = await realVersion()
  if ('missing' in found) throw new Error(`cannot record: ${found.missing}`)
  const results = new Map<Case, Rendered>()
  await forEachAtOnce(CASES, 3, async (example) => {
    const folder = writeCase(example)
    results.set(example, placeless(await renderReal(example, folder), folder))
  })
  const recorded: Recorded = {
    version: found.version,
    results: Object.fromEntries(CASES.map((example) => [example.name, results.get(example) as Rendered])),
  }
  const lines = Object.entries(recorded.results).map(
    ([name, result]) => `    ${JSON.stringify(name)}: ${JSON.stringify(result)}`,
  )
  writeFileSync(
    FILE,
    `{\n  "version": ${JSON.stringify(found.version)},\n  "results": {\n${lines.join(',\n')}\n  }\n}\n`,
  )
}

if (import.meta.main) await record()
