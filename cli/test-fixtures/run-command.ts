import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
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
  return watch(
    spawn(process.execPath, wordsOf(engine, stack, verb, words), {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

/** The same on a terminal of its own, where a person could press Ctrl-C: written to its input, that is the byte 3. */
export function runOnTerminal(engine: EngineName, stack: Stack, verb: string, words: string[] = []): RunningCommand {
  const quoted = [process.execPath, ...wordsOf(engine, stack, verb, words)].map(
    (word) => `'${word.replaceAll("'", "'\\''")}'`,
  )
  // The shell tells the exit code: script loses it when the terminal closes before it has waited for its child.
  const told = `trap : INT; ${quoted.join(' ')}; echo "exit code $?"`
  const parameters = ['--quiet', '--command', told, '/dev/null']
  const env = { ...environment(), SHELL: '/bin/sh' }
  const running = watch(spawn('script', parameters, { env, stdio: ['pipe', 'pipe', 'pipe'] }))
  const codeTold = () => /exit code (\d+)\s*$/.exec(running.output())?.[1]
  return { ...running, ended: running.ended.then(() => (codeTold() ? Number(codeTold()) : null)) }
}

/** Why no terminal can be made here; undefined where one can. */
export function whyNoTerminal(): string | undefined {
  return spawnSync('script', ['--version']).status === 0 ? undefined : 'the program script is not installed'
}

/** As it is now: tests change it. */
const environment = () => ({ ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_TEST_CONTEXT: undefined })

function wordsOf(engine: EngineName, stack: Stack, verb: string, words: string[]): string[] {
  return [join(import.meta.dirname, 'command.ts'), JSON.stringify({ engine, stack, verb, words })]
}

function watch(child: ChildProcess): RunningCommand {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output: () => output, ended }
}
