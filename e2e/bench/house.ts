import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EngineName } from '../../cli/src/engines/engine.ts'
import { LocalEngine } from '../../cli/src/engines/local/local.ts'
import { type EnvironmentName, stackFor } from '../../cli/src/environments.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** Runs a command of the tool on the local engine; its output goes to the terminal. @returns seconds. */
export function runTool(...args: string[]): number {
  return runToolOn('local', ...args)
}

/** The same on either engine. */
export function runToolOn(engine: EngineName, ...args: string[]): number {
  const started = performance.now()
  const { status } = spawnSync(join(ROOT, 'cli/ichrisbirch'), [...args, '--engine', engine], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`)
  return (performance.now() - started) / 1000
}

/** The processes of an environment on the local engine. */
export function processesOf(environment: EnvironmentName): Promise<{ pid: number; service: string }[]> {
  return new LocalEngine(stackFor(environment, ROOT)).processes()
}

/** Where a service is reached now: ports move when another checkout holds them. */
export async function portOf(environment: EnvironmentName, service: string, target: number): Promise<number> {
  const port = await new LocalEngine(stackFor(environment, ROOT)).port(service, target)
  if (port === undefined) throw new Error(`${service} of ${environment} does not run`)
  return port
}

/** Memory in megabytes, shared pages counted in proportion (PSS). */
export async function memoryOf(environment: EnvironmentName): Promise<number> {
  const kilobytes = (await processesOf(environment)).map(({ pid }) =>
    Number(/^Pss:\s+(\d+)/m.exec(readProc(pid, 'smaps_rollup'))?.[1] ?? 0),
  )
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024
}

/** A process may end while it is looked at: then it has nothing to say. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

export const hasDocker = () => spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0

/** Size of the production image over its base in megabytes, or undefined where no engine answers. */
export function imageOverBase(): number | undefined {
  if (!hasDocker()) return undefined
  execFileSync('docker', ['build', '--quiet', '--target', 'production', '--tag', 'ichrisbirch-bench:production', '.'], {
    stdio: ['ignore', 2, 2],
  })
  const size = (image: string) =>
    Number(execFileSync('docker', ['image', 'inspect', '--format', '{{.Size}}', image], { encoding: 'utf8' }))
  return (size('ichrisbirch-bench:production') - size('node:24-trixie-slim')) / 1e6
}
