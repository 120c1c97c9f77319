import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { EngineName } from '../src/engines/engine.ts'
import type { Stack } from '../src/environments.ts'

export type RunningCommand = {
  child: ChildProcess
  /** What it has printed until now, on either output. */
  output: () => string
  /** Its exit code, or null when a signal ended it. */
  ended: Promise<number | null>
}

/** Begins a verb in a process of its own. */
export function runCommand(engine: EngineName, stack: Stack, verb: string, words: string[] = []): RunningCommand {
  const task = JSON.stringify({ engine, stack, verb, words })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'command.ts'), task], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output: () => output, ended }
}
