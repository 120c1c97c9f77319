import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pc from 'picocolors'
import type { Context } from '../context.ts'
import { chooseEngineToStart, forgetEngine, recordEngine } from '../engines/choose.ts'
import type { Engine, StartOptions } from '../engines/engine.ts'
import { environments, type Stack } from '../environments.ts'
import { Failure } from '../failure.ts'
import { serviceTable } from '../table.ts'

export type StartFlags = { engine?: string; wait: string }

/** Starts an environment and returns when every service is healthy. */
export async function start(stack: Stack, flags: StartFlags, context: Context): Promise<void> {
  const options = startOptions(flags, context)
  const engine = await chooseEngineToStart(stack, flags.engine)
  context.progress.say(`Starting ${stack.name} with the ${engine.name} engine`)
  const started = Date.now()
  await startRecorded(stack, engine, () => engine.start(options))
  context.progress.end()
  await describeRunning(
    stack,
    engine,
    context,
    `${stack.name} is up after ${((Date.now() - started) / 1000).toFixed(1)} s`,
  )
}

/** The engine is remembered while anything runs on it, also after half a start: a stop must find it. */
export async function startRecorded(stack: Stack, engine: Engine, work: () => Promise<void>): Promise<void> {
  recordEngine(stack, engine.name)
  try {
    await work()
  } catch (error) {
    const services = await engine.status().catch(() => []) // the first failure is the one to tell
    if (!services.some(({ state }) => state === 'running' || state === 'starting')) forgetEngine(stack)
    throw error
  }
}

export function startOptions(flags: { wait: string }, context: Context): StartOptions {
  const deadlineSeconds = Number(flags.wait)
  if (!Number.isFinite(deadlineSeconds) || deadlineSeconds <= 0) {
    throw new Failure(`'${flags.wait}' is no number of seconds`, { suggestion: 'for example: --wait 180', exitCode: 2 })
  }
  return { progress: context.progress, signal: context.signal, deadlineSeconds }
}

/** The end of start, restart and rebuild: what runs where, and what to do next. */
export async function describeRunning(stack: Stack, engine: Engine, context: Context, headline: string): Promise<void> {
  const services = await engine.status()
  context.print(serviceTable(services))
  const app = services.find(({ service }) => service === 'app')?.address
  context.progress.say(`\n${pc.green(headline)}`)
  if (app) context.progress.say(`Open ${pc.bold(app)}`)
  if (environments[stack.environment].target === 'production') await describeSignUp(stack, engine, context)
  const self = `./cli/ichrisbirch ${stack.name}`
  context.progress.say(pc.dim(`${self} logs -f    ${self} status    ${self} stop`))
}

/** A production house takes its first account with a code that only this machine's owner can read. */
async function describeSignUp(stack: Stack, engine: Engine, context: Context): Promise<void> {
  const port = await engine.port('api', 8000)
  if (port === undefined || (await signUpState(port)) !== 'code') return
  const code = readFileSync(join(stack.stateDirectory, 'secrets', 'sign_up_code'), 'utf8').trim()
  context.progress.say(`The first account needs this one-time code: ${pc.bold(code)}`)
}

async function signUpState(port: number): Promise<string | undefined> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/auth-status`, { signal: AbortSignal.timeout(2000) })
      return ((await response.json()) as { signUp?: string }).signUp
    } catch {
      await delay(200) // healthy a moment ago: asked again, and in the end the code is merely not shown
    }
  }
  return undefined
}
