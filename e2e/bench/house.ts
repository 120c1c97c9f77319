import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const CLI = resolve(import.meta.dirname, '../../cli/ichrisbirch')

/** Runs a command of the tool on the local engine; its output goes to the terminal. @returns seconds. */
export function runTool(...args: string[]): number {
  const started = performance.now()
  const { status } = spawnSync(CLI, [...args, '--engine', 'local'], { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`)
  return (performance.now() - started) / 1000
}

/** The processes of an environment's local engine, by the mark that each carries in its environment. */
export function processesOf(environment: string): { pid: number; service: string }[] {
  const mark = `ICHRISBIRCH_PROCESS=${resolve(import.meta.dirname, '../../.ichrisbirch', environment)}#`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const service = readProc(pid, 'environ')
        .split('\0')
        .find((line) => line.startsWith(mark))
        ?.slice(mark.length)
      return service === undefined ? [] : [{ pid: Number(pid), service }]
    })
}

/** Memory in megabytes, shared pages counted in proportion (PSS). */
export function memoryOf(environment: string): number {
  const kilobytes = processesOf(environment).map(({ pid }) =>
    Number(/^Pss:\s+(\d+)/m.exec(readProc(String(pid), 'smaps_rollup'))?.[1] ?? 0),
  )
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024
}

/** A process may end while it is looked at: then it has nothing to say. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Size of the production image over its base in megabytes, or undefined where no engine answers. */
export function imageOverBase(): number | undefined {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return undefined
  execFileSync('docker', ['build', '--quiet', '--target', 'production', '--tag', 'ichrisbirch-bench:production', '.'], {
    stdio: ['ignore', 2, 2],
  })
  const size = (image: string) =>
    Number(execFileSync('docker', ['image', 'inspect', '--format', '{{.Size}}', image], { encoding: 'utf8' }))
  return (size('ichrisbirch-bench:production') - size('node:24-trixie-slim')) / 1e6
}
