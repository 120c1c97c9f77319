import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunOptions, StartOptions } from '../../src/engines/engine.ts'
import { LocalEngine } from '../../src/engines/local/local.ts'
import { processesOf, stopProcesses } from '../../src/engines/local/sweep.ts'
import type { Stack } from '../../src/environments.ts'
import { freePorts } from '../../src/ports.ts'

const root = join(import.meta.dirname, '../../..')

export type TestHouse = {
  stack: Stack
  engine: LocalEngine
  /** What the commands said, line by line. */
  said: string[]
  options: StartOptions
  remove: () => Promise<void>
}

/** The small house with a state folder and ports of its own, gone without a trace after `remove`. */
export async function testHouse(
  changes: { files?: string[]; ports?: Record<string, number>; stateDirectory?: string } = {},
): Promise<TestHouse> {
  process.env.SERVICES = import.meta.dirname
  const ports = changes.ports ?? (await freePorts(['POSTGRES_PORT', 'REDIS_PORT', 'WEB_PORT']))
  // As a person would: the files have other defaults.
  for (const [name, port] of Object.entries(ports)) process.env[name] = String(port)
  const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-cli-'))
  chmodSync(folder, 0o755) // PostgreSQL, another user than root, passes through it
  const stack: Stack = {
    name: 'fixture',
    environment: 'dev',
    projectName: 'fixture',
    root,
    files: changes.files ?? [join('cli/test-fixtures/house/docker-compose.yml')],
    stateDirectory: changes.stateDirectory ?? join(folder, 'state'),
    ports,
    anyPorts: false,
    endsWithCommand: false,
  }
  const said: string[] = []
  const options = quietOptions(said)
  const remove = async () => {
    await stopProcesses(stack.stateDirectory, options)
    rmSync(folder, { recursive: true, force: true })
  }
  return { stack, engine: new LocalEngine(stack), said, options, remove }
}

export function quietOptions(
  said: string[],
  signal: AbortSignal = new AbortController().signal,
): StartOptions & RunOptions {
  const progress = {
    say: (text: string) => void said.push(text),
    show: (name: string, text: string) => void said.push(`${name} ${text}`),
    end: () => {},
  }
  return { progress, signal, deadlineSeconds: 120 }
}

export { processesOf }
