import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Stack } from '../environments.ts'
import { Failure, interrupted } from '../failure.ts'

export type BackupsFlags = { engine?: string }

/** A file in one of the places of an environment's backups. */
export type BackupFile = {
  name: string
  place: string
  environment: string
  madeAt: string
  bytes: number
  encrypted: boolean
}

/** All of them, newest first, and the places that could not be reached. */
export type BackupList = { files: BackupFile[]; faults: { place: string; fault: string }[] }

export async function listBackups(stack: Stack, flags: BackupsFlags, context: Context): Promise<BackupList> {
  return JSON.parse(await askScheduler(stack, ['list'], flags, context, text)) as BackupList
}

/**
 * Runs the scheduler's own program for backups where the scheduler runs, which alone has the places and the rights to
 * them; where it does not run, in a container made for it.
 * @param take reads what the program writes.
 */
export async function askScheduler<Result>(
  stack: Stack,
  words: string[],
  flags: BackupsFlags,
  context: Context,
  take: (output: Readable) => Promise<Result>,
): Promise<Result> {
  const engine = await chooseEngine(stack, flags.engine)
  const isRunning = (await engine.status()).some(({ service, state }) => service === 'scheduler' && state === 'running')
  const command = ['node', 'services/scheduler/src/backups/main.ts', ...words]
  const foreground = await engine[isRunning ? 'exec' : 'runOnce']('scheduler', command, { terminal: 'no' })
  const { program, parameters, directory, environment } = foreground
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: context.signal,
    ...(directory && { cwd: directory }),
    ...(environment && { env: environment }),
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const faults = text(child.stderr)
  try {
    const [result, code] = await Promise.all([take(child.stdout), ended])
    if (code === 0) return result
  } catch (error) {
    if (context.signal.aborted) throw interrupted('nothing was changed')
    throw error
  }
  throw new Failure(`The backups of ${stack.name} cannot be read`, {
    reason: reasonIn(await faults),
    suggestion: `see whether it is well: ./cli/ichrisbirch ${stack.name} status`,
  })
}

/** Of what Node prints of an error that nobody caught, the line that says what it is. */
function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  return (
    lines.find((line) => /^\w*(Error|Fault|NoSuch\w+|AccessDenied|InvalidAccessKeyId)\b.*:/.test(line)) ??
    lines.find(Boolean) ??
    'it told no reason'
  )
}
