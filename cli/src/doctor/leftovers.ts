import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { readJson, readState } from '../engines/local/state.ts'
import { environmentNames, stackFor } from '../environments.ts'
import { endProcesses, findProcesses, isAlive, type ProcessIdentity } from '../processes.ts'
import { findLeftovers, removeLeftovers } from '../testing/leftovers.ts'
import { type Finding, ok, problem } from './check.ts'

/** What killed commands and test runs have left: environments, processes without a supervisor, locks, half-written files. */
export function checkLeftovers(context: Context): Finding[] {
  const findings = [...testRuns(context), ...orphans(context.root), ...files(context.root)]
  return findings.length > 0 ? findings : [ok('nothing is left of killed runs')]
}

function testRuns(context: Context): Finding[] {
  const left = findLeftovers(context.root, { kept: 'stay' })
  if (left.length === 0) return []
  return [
    problem(
      `killed test runs have left ${left.map((id) => `test-${id}`).join(', ')}`,
      './cli/ichrisbirch test clean',
      async () => {
        const removed = await removeLeftovers(context, { kept: 'stay' })
        return `removed ${removed.map((id) => `test-${id}`).join(', ')}`
      },
    ),
  ]
}

/** Services whose supervisor was killed go on for a while, and hold their ports. */
function orphans(root: string): Finding[] {
  return environmentNames.flatMap((name) => {
    const { stateDirectory } = stackFor(name, root)
    const supervisor = readState(stateDirectory)?.supervisor
    if (supervisor && isAlive(supervisor)) return []
    const find = () => findProcesses(stateDirectory, [join(stateDirectory, 'postgres'), join(stateDirectory, 'redis')])
    const found = find()
    if (found.length === 0) return []
    const who = found.map(({ service, pid }) => `${service} (${pid})`).join(', ')
    return [
      problem(
        `${name} has processes without a supervisor: ${who}`,
        `./cli/ichrisbirch ${name} stop --engine local`,
        async () => {
          await endProcesses(find, 10_000)
          return `ended ${who}`
        },
      ),
    ]
  })
}

function files(root: string): Finding[] {
  const folder = join(root, '.ichrisbirch')
  if (!existsSync(folder)) return []
  const stale = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((file) => /\.lock(\.stale\.\d+)?$/.test(file) && isStale(file))
  if (stale.length === 0) return []
  return [
    problem(`locks of commands that were killed: ${stale.join(', ')}`, `rm ${stale.join(' ')}`, () => {
      // Looked at again: another command may have taken one meanwhile.
      for (const file of stale) if (isStale(file)) rmSync(file, { force: true })
      return `removed ${stale.length} of them`
    }),
  ]
}

function isStale(file: string): boolean {
  const holder = readJson(file) as ProcessIdentity | undefined
  return holder === undefined ? existsSync(file) : !isAlive(holder)
}
