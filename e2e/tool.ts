import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { EngineName } from '../cli/src/engines/engine.ts'

export type Outcome = { code: number | null; stdout: string; stderr: string }

/** What the tool of a copied checkout is told: its ports, its engine, and that its packages are those of the original. */
export function toolEnvironment(ports: Record<string, number>, engine: EngineName): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    ICHRISBIRCH_INSTALL: 'never',
    ICHRISBIRCH_ENGINE: engine,
    CI: '',
    NO_COLOR: '1',
  }
}

/** Begins a command as a person types it. */
export function beginTool(
  copy: string,
  words: string[],
  env: NodeJS.ProcessEnv,
): { child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }; ended: Promise<Outcome> } {
  const child = spawn(join(copy, 'cli/ichrisbirch'), words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)])
  return { child, ended: ended.then(([code, stdout, stderr]) => ({ code, stdout, stderr })) }
}
