import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { readState } from '../engines/local/state.ts'
import { environmentNames, stackFor } from '../environments.ts'
import { isHeld } from '../lock.ts'
import { endProcesses, findProcesses, identityOf, isAlive } from '../processes.ts'
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
  const inStates = filesBelow(join(root, '.ichrisbirch'), '')
  const locks = inStates.filter((file) => /\.lock(\.stale\.\d+)?$/.test(file) && isStale(file))
  const drafts = filesBelow(join(root, '.ichrisbirch'), 'snapshots').filter(isAbandonedDraft)
  return [
    ...removable('locks of commands that were killed', locks, isStale),
    ...removable('half-written dumps of commands that were killed', drafts, isAbandonedDraft),
  ]
}

/** The files in one folder of every environment. */
function filesBelow(folder: string, inside: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, inside)))
    .flatMap(({ name }) => readdirSync(join(folder, name, inside)).map((file) => join(folder, name, inside, file)))
}

function removable(what: string, found: string[], isLeft: (file: string) => boolean): Finding[] {
  if (found.length === 0) return []
  return [
    problem(`${what}: ${found.join(', ')}`, `rm ${found.join(' ')}`, () => {
      // Looked at again: another command may have taken one meanwhile.
      for (const file of found) if (isLeft(file)) rmSync(file, { force: true })
      return `removed ${found.length} of them`
    }),
  ]
}

const isStale = (file: string) => existsSync(file) && !isHeld(file)

/** `.house.dump.4711.partial`: it is written by the process of that number. */
function isAbandonedDraft(file: string): boolean {
  const pid = /\.(\d+)\.partial$/.exec(file)?.[1]
  return pid !== undefined && identityOf(Number(pid)).start === 'ended'
}
