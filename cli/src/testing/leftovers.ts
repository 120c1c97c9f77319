import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import { readJson, writeJson } from '../engines/local/state.ts'
import { testRunStack } from '../environments.ts'
import { endTests, identityOf, isAlive, type ProcessIdentity } from '../processes.ts'

type Owner = ProcessIdentity & { isKept: boolean }

const prefix = 'test-'
const ownerFile = (root: string, id: string) => join(root, '.ichrisbirch', `${prefix}${id}`, 'owner.json')

/** Writes down whose a test environment is, before anything of it is started. */
export function claimTestRun(root: string, id: string, isKept: boolean): void {
  writeJson(ownerFile(root, id), { ...identityOf(process.pid), isKept } satisfies Owner)
}

/** Removes the environments of test runs that were killed; and, when asked, those that were kept. */
export async function removeLeftovers(context: Context, options: { kept: 'stay' | 'go' }): Promise<string[]> {
  const removed = findLeftovers(context.root, options)
  for (const id of removed) await removeTestRun(context, id)
  return removed
}

/** The test runs whose process is gone and whose environment is not; those that were kept count only when asked for. */
export function findLeftovers(root: string, options: { kept: 'stay' | 'go' }): string[] {
  return testRunIds(root).filter((id) => {
    const owner = readJson(ownerFile(root, id)) as Owner | undefined
    return !(owner && isAlive(owner)) && !(owner?.isKept && options.kept === 'stay')
  })
}

/** Stops an environment of a test run and removes all that it left, also when the run itself was interrupted. */
export async function removeTestRun(context: Context, id: string): Promise<void> {
  const stack = testRunStack(id, context.root, { isKept: false })
  await endTests(stack.stateDirectory)
  const engine = await chooseEngine(stack, undefined)
  await engine.stop({ progress: context.progress, signal: new AbortController().signal })
  rmSync(stack.stateDirectory, { recursive: true, force: true })
}

function testRunIds(root: string): string[] {
  const folder = join(root, '.ichrisbirch')
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
}
