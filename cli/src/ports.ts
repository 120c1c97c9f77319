import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { Failure } from './failure.ts'
import { claimantOf } from './port-claims.ts'
import { commandLine, markOfProcess } from './processes.ts'

/** Who listens on a port, as far as this user may know. */
export type PortHolder = {
  port: number
  pid: number | undefined
  description: string
  /** The state folder of an environment of ichrisbirch (any checkout's), when it is one. */
  stateDirectory: string | undefined
}

/** Whether a service of ours could listen on this loopback port now. */
export async function isFree(port: number): Promise<boolean> {
  const outcome = await tryListen(port)
  // Binding below 1024 takes a privilege that only Docker has: there the kernel's table of listeners decides.
  return outcome === 'EACCES' ? listenerInode(port) === undefined : outcome === undefined
}

/** Ports that the kernel gives to nobody by itself: one of its own choice may be a connection's before we listen on it. */
const OUR_RANGE = { from: 20_000, to: 32_000 }

/** A port that nobody uses. It stays this process's: no other gets it from here as long as this one lives. */
export async function freePort({ from, to } = OUR_RANGE): Promise<number> {
  const first = randomInt(from, to)
  for (let tried = 0; tried < to - from; tried++) {
    const port = from + ((first - from + tried) % (to - from))
    if ((await isFree(port)) && (await reserve(port))) return port
  }
  throw new Failure('There is no free port', {
    reason: `all from ${from} to ${to - 1} are taken`,
    suggestion: 'end what listens there: ./cli/ichrisbirch doctor',
  })
}

/** By a name that ends with the process. Where the system has no such names, two that choose at once may meet. */
async function reserve(port: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const server = createServer().unref()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen(`\0ichrisbirch-port-${port}`, () => resolve(true))
  })
}

export async function freePorts(names: string[]): Promise<Record<string, number>> {
  const chosen: [name: string, port: number][] = []
  for (const name of names) chosen.push([name, await freePort()])
  return Object.fromEntries(chosen)
}

/** Names the process, or the container, that listens on a port. */
export function holderOf(port: number): PortHolder {
  const listener = listenerInode(port)
  const pid = listener && pidOfSocket(listener.inode)
  if (!pid) {
    const owner = listener ? `a process of user ${listener.uid}` : 'a process that this user may not see'
    const stateDirectory = listener && claimantOf(port, listener.uid)
    return containerHolder(port) ?? { port, pid: undefined, description: owner, stateDirectory }
  }
  const command = commandLine(pid)
  if (command.includes('docker-proxy')) {
    const container = containerHolder(port)
    if (container) return { ...container, pid }
  }
  const mark = houseOfProcess(pid)
  const what = mark ? `${mark.service} of ${mark.stateDirectory}` : shorten(command)
  return { port, pid, description: `process ${pid} (${what})`, stateDirectory: mark?.stateDirectory }
}

/** Tests carry the mark of the house that serves them, and are no house themselves. */
function houseOfProcess(pid: number): ReturnType<typeof markOfProcess> {
  const mark = markOfProcess(pid)
  return mark?.service === 'tests' ? undefined : mark
}

/** Containers of ours carry their state folder as `<root>/.ichrisbirch/<name>`, known from compose's own labels. */
function containerHolder(port: number): PortHolder | undefined {
  const format =
    '{{.Names}}\t{{.Label "com.docker.compose.project"}}\t{{.Label "com.docker.compose.project.working_dir"}}'
  const answer = spawnSync('docker', ['ps', '--filter', `publish=${port}`, '--format', format], {
    encoding: 'utf8',
    timeout: 5000,
  })
  const [name, project = '', root = ''] = answer.stdout?.split('\n')[0]?.split('\t') ?? []
  if (!name) return undefined
  const isOurs = project.startsWith('ichrisbirch-')
  return {
    port,
    pid: undefined,
    description: `container ${name}`,
    stateDirectory: isOurs ? `docker:${project}:${root}` : undefined,
  }
}

function tryListen(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

const listening = '0A'

function listenerInode(port: number): { inode: string; uid: number } | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readLines(file)) {
      const fields = line.trim().split(/\s+/)
      if (fields[3] === listening && fields[1]?.endsWith(suffix))
        return { inode: fields[9] ?? '', uid: Number(fields[7]) }
    }
  }
  return undefined
}

function pidOfSocket(inode: string): number | undefined {
  const wanted = `socket:[${inode}]`
  for (const entry of readNames('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    for (const descriptor of readNames(`/proc/${entry}/fd`)) {
      if (linkOf(`/proc/${entry}/fd/${descriptor}`) === wanted) return Number(entry)
    }
  }
  return undefined
}

function shorten(command: string): string {
  return command.length > 80 ? `${command.slice(0, 79)}…` : command
}

// Processes come and go while /proc is read, and other users' are closed to us: nothing to see there is an answer.
function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
