import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Context } from './context.ts'
import type { Foreground } from './engines/engine.ts'
import { Failure, PassedExit } from './failure.ts'

/** Whether there is a person at both ends: only then can a child have the terminal. */
export const terminal = (): 'yes' | 'no' => (process.stdin.isTTY && process.stdout.isTTY ? 'yes' : 'no')

/**
 * Hands input, output and signals to a program until it ends. On a terminal the child shares our process group, and
 * Ctrl-C reaches it from the terminal itself; without one it has a group of its own, and gets what we are sent, once.
 * @throws PassedExit with the program's own exit code, unless that is 0.
 */
export async function runInForeground(foreground: Foreground, context: Context): Promise<void> {
  const { program, parameters, directory, environment, runAs, interrupt } = foreground
  const isOnTerminal = terminal() === 'yes'
  const child = spawn(program, parameters, {
    stdio: 'inherit',
    detached: !isOnTerminal,
    ...(directory && { cwd: directory }),
    ...(environment && { env: environment }),
    ...runAs,
  })
  const release = context.handOver((signal) => {
    if (signal === 'SIGINT' && isOnTerminal) return
    if (interrupt) void interrupt(signal)
    else child.kill(signal)
  })
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', (error) => reject(notStarted(program, error)))
      child.on('close', (exitCode, signal) => resolve(exitCode ?? 128 + constants.signals[signal ?? 'SIGTERM']))
    })
    if (code !== 0) throw new PassedExit(code)
  } finally {
    release()
  }
}

function notStarted(program: string, error: NodeJS.ErrnoException): Failure {
  // What a shell says of a command that is not there.
  if (error.code === 'ENOENT') return new Failure(`There is no program '${program}'`, { exitCode: 127, cause: error })
  return new Failure(`'${program}' could not be started`, { reason: error.message, exitCode: 126, cause: error })
}
