import { setTimeout as delay } from 'node:timers/promises'
import pc from 'picocolors'
import type { Context } from '../context.ts'
import { chooseEngineToStart, forgetEngine, recordEngine } from '../engines/choose.ts'
import type { ChangingVerb, Engine, StartOptions } from '../engines/engine.ts'
import { examine, untilAnswered } from '../engines/examine.ts'
import { environments, type Stack } from '../environments.ts'
import { usageFailure } from '../failure.ts'
import { createJsonProgress } from '../progress.ts'
import { readSecret } from '../secrets.ts'
import { serviceTable } from '../table.ts'
import { makeFresh } from './fresh.ts'

/** Healthy services answer through a proxy a moment later. */
const answerMs = 30_000

export type StartFlags = {
  engine?: string
  /** Seconds that all of it may take; `false` is --no-wait. */
  wait: string | false
  fresh?: boolean
  yes?: boolean
  dryRun?: boolean
  json?: boolean
}

/** Starts an environment and returns when every service is healthy. */
export async function start(stack: Stack, flags: StartFlags, context: Context): Promise<void> {
  const begun = performance.now()
  const options = startOptions(flags, context)
  const engine = await chooseEngineToStart(stack, flags.engine)
  if (flags.dryRun) return showCommands(stack, engine, 'start', [], flags, context)
  const limit = options.until === 'begun' ? '' : `, ${options.deadlineSeconds} s at most`
  options.progress.say(`Starting ${stack.name} with the ${engine.name} engine${limit}`)
  if (flags.fresh) await makeFresh(stack, engine, options, flags, context)
  await startRecorded(stack, engine, () => engine.start(options))
  await describeRunning(stack, engine, { ...options, flags, context, done: 'is up', begun })
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

export function startOptions(flags: StartFlags, context: Context): StartOptions {
  const progress = flags.json ? createJsonProgress(context.print) : context.progress
  const deadlineSeconds = flags.wait === false ? 0 : Number(flags.wait)
  if (flags.wait === false) return { progress, signal: context.signal, deadlineSeconds: 180, until: 'begun' }
  if (!Number.isFinite(deadlineSeconds) || deadlineSeconds <= 0)
    throw usageFailure(`'${flags.wait}' is no number of seconds`, 'for example: --wait 180')
  return { progress, signal: context.signal, deadlineSeconds, until: 'healthy' }
}

/** What the verb would run, and nothing else. */
export async function showCommands(
  stack: Stack,
  engine: Engine,
  verb: ChangingVerb,
  services: string[],
  flags: { json?: boolean; wait?: string | false },
  context: Context,
): Promise<void> {
  const commands = await engine.commandsOf(verb, services, { deadlineSeconds: Number(flags.wait) || 180 })
  if (flags.json)
    return context.print(JSON.stringify({ environment: stack.name, engine: engine.name, commands }, null, 2))
  for (const { service, command } of commands) context.print(service ? `${service}: ${command}` : command)
}

type Ending = StartOptions & { flags: StartFlags; context: Context; done: string; begun: number }

/** The end of start, restart and rebuild: what runs where, and what to do next. */
export async function describeRunning(stack: Stack, engine: Engine, ending: Ending): Promise<void> {
  const { progress, context, flags, done, begun } = ending
  if (ending.until === 'healthy')
    await untilAnswered(stack, engine, { ...ending, giveUp: performance.now() + answerMs })
  const services = await examine(stack, engine)
  progress.end()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  if (flags.json) {
    context.print(
      JSON.stringify({
        time: new Date(),
        event: 'done',
        environment: stack.name,
        engine: engine.name,
        seconds: Number(seconds),
        services,
      }),
    )
    return
  }
  context.print(serviceTable(services))
  const self = `./cli/ichrisbirch ${stack.name}`
  if (ending.until === 'begun') {
    progress.say(`\n${stack.name} is on its way. Whether it is there: ${self} health --wait`)
    return
  }
  progress.say(`\n${pc.green(`${stack.name} ${done} after ${seconds} s`)}`)
  const app = services.find(({ service, answer }) => service === 'app' && answer.is !== 'no')?.address
  if (app) progress.say(`Open ${pc.bold(app)}`)
  if (environments[stack.environment].target === 'production') await describeSignUp(stack, engine, context)
  progress.say(pc.dim(`${self} logs -f    ${self} status    ${self} stop`))
}

/** A production house takes its first account with a code that only this machine's owner can read. */
async function describeSignUp(stack: Stack, engine: Engine, context: Context): Promise<void> {
  const port = await engine.port('api', 8000)
  if (port === undefined || (await signUpState(port)) !== 'code') return
  const code = readSecret(stack, 'sign_up_code')
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
