import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * A process number alone says nothing: after a crash it belongs to somebody else. Every process that an engine starts
 * carries this variable (its children inherit it), and no process is ever ended without having been asked for it.
 */
export const processMark = 'ICHRISBIRCH_PROCESS'

/** The value of the mark: the state folder of the environment, and the service. */
export function markOf(stateDirectory: string, service: string): string {
  return `${stateDirectory}#${service}`
}

/** A process as it is written to files: with its start, which tells it from a later one of the same number. */
export type ProcessIdentity = { pid: number; start: string }

const hasProc = process.platform === 'linux'

/** When a process started, in a form only good for comparing; undefined when there is none, or only a zombie. */
function startOf(pid: number): string | undefined {
  if (!hasProc) {
    const answer = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout?.trim()
    return answer || undefined
  }
  const stat = readProc(pid, 'stat')
  if (!stat) return undefined
  // The name in brackets may hold spaces and brackets: the fixed fields begin after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, start: startOf(pid) ?? 'ended' }
}

export function isAlive(identity: ProcessIdentity | undefined): boolean {
  return identity !== undefined && startOf(identity.pid) === identity.start
}

export type FoundProcess = ProcessIdentity & { service: string; command: string }

/**
 * All living processes of one environment, whoever their parent is: those that carry its mark, and those of PostgreSQL
 * and Redis, which write over their environment but keep the data folder as working directory.
 */
export function findProcesses(stateDirectory: string, dataDirectories: string[] = []): FoundProcess[] {
  if (!hasProc) return []
  const mark = `${processMark}=${stateDirectory}#`
  const found: FoundProcess[] = []
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const service = markedService(pid, mark) ?? serviceIn(workingDirectory(pid), dataDirectories)
    const start = service === undefined ? undefined : startOf(pid)
    if (service !== undefined && start !== undefined) found.push({ pid, start, service, command: commandLine(pid) })
  }
  return found
}

/** The state folder and the service of a process of any checkout, or undefined when it is not one of ours. */
export function markOfProcess(pid: number): { stateDirectory: string; service: string } | undefined {
  const value = environmentOf(pid).find((entry) => entry.startsWith(`${processMark}=`))
  if (value) {
    const [stateDirectory = '', service = ''] = value.slice(processMark.length + 1).split('#')
    return { stateDirectory, service }
  }
  const kept = /^(.*\/\.ichrisbirch\/[^/]+)\/(redis|postgres)$/.exec(workingDirectory(pid))
  return kept?.[1] && kept[2] ? { stateDirectory: kept[1], service: kept[2] } : undefined
}

export function commandLine(pid: number): string {
  return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim()
}

/** Sends a signal to one process if it still is the one we know. Returns whether it was there. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/**
 * Ends all processes of an environment that nobody supervises any more: SIGTERM, then after `graceMs` SIGKILL.
 * PostgreSQL's main process gets SIGINT, its fast shutdown: SIGTERM would wait for its clients.
 * @returns what had to be killed, for the message to the person.
 */
export async function endProcesses(find: () => FoundProcess[], graceMs: number): Promise<FoundProcess[]> {
  const asked = new Set<string>()
  const giveUp = performance.now() + graceMs
  for (;;) {
    const living = find()
    if (living.length === 0) return []
    if (performance.now() >= giveUp) return killAll(find)
    for (const found of living) {
      if (asked.has(`${found.pid} ${found.start}`)) continue
      asked.add(`${found.pid} ${found.start}`)
      signalProcess(found, found.service === 'postgres' ? 'SIGINT' : 'SIGTERM')
    }
    await delay(25)
  }
}

const testRunVariable = 'ICHRISBIRCH_TEST_RUN'

/** What marks the tests of this process, a test run, as if they were a service of its environment; with whose they are. */
export function testsMark(stateDirectory: string): Record<string, string> {
  const { pid, start } = identityOf(process.pid)
  return { [processMark]: markOf(stateDirectory, 'tests'), [testRunVariable]: `${pid} ${start}` }
}

/** The test run that this process is part of: what a test starts must not outlive it, however it ends. */
export function owningTestRun(): ProcessIdentity | undefined {
  const [pid, start] = process.env[testRunVariable]?.split(' ') ?? []
  return pid && start ? { pid: Number(pid), start } : undefined
}

/** Ends tests whose run was killed, and all that they started. */
export function endTests(stateDirectory: string): Promise<FoundProcess[]> {
  return endProcesses(() => findProcesses(stateDirectory).filter(({ service }) => service === 'tests'), 2000)
}

async function killAll(find: () => FoundProcess[]): Promise<FoundProcess[]> {
  const killed = find()
  for (let living = killed; living.length > 0; living = find()) {
    for (const found of living) signalProcess(found, 'SIGKILL')
    await delay(25)
  }
  return killed
}

function markedService(pid: number, mark: string): string | undefined {
  const entry = environmentOf(pid).find((value) => value.startsWith(mark))
  return entry?.slice(mark.length)
}

function environmentOf(pid: number): string[] {
  const text = readProc(pid, 'environ')
  return text?.includes(processMark) ? text.split('\0') : []
}

function serviceIn(directory: string, dataDirectories: string[]): string | undefined {
  if (!dataDirectories.includes(directory)) return undefined
  return directory.endsWith('/redis') ? 'redis' : 'postgres'
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return '' // gone, or somebody else's
  }
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined // gone, or somebody else's
  }
}
