import { setTimeout as delay } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import { type Engine, isServiceUp, isUp } from '../engines/engine.ts'
import { type Examined, examine } from '../engines/examine.ts'
import type { Stack } from '../environments.ts'
import { Failure, usageFailure } from '../failure.ts'

export type HealthFlags = { engine?: string; json?: boolean; wait?: string | true }

const defaultWaitSeconds = 180
const pollMs = 250

/** For scripts: ends with 0 when every service is healthy and answers, and with 1 and the names of those that do not. */
export async function health(stack: Stack, flags: HealthFlags, context: Context): Promise<void> {
  const seconds = waitSeconds(flags.wait)
  const engine = await chooseEngine(stack, flags.engine)
  const services = await untilHealthy(stack, engine, seconds, context)
  const healthy = isHealthy(services)
  const unknown = services.filter(({ answer }) => answer.is === 'unknown')
  if (flags.json)
    context.print(JSON.stringify({ environment: stack.name, engine: engine.name, healthy, services }, null, 2))
  if (!healthy) throw unhealthyFailure(stack, services, seconds)
  if (flags.json) return
  context.print(`${stack.name} is healthy`)
  for (const { service, answer } of unknown)
    context.progress.say(`${service}: not known whether it answers: ${answer.detail}`)
}

async function untilHealthy(stack: Stack, engine: Engine, seconds: number, context: Context): Promise<Examined[]> {
  const giveUp = performance.now() + seconds * 1000
  if (seconds > 0) context.progress.allow?.(seconds)
  for (let isFirst = true; ; isFirst = false) {
    const services = await examine(stack, engine)
    if (isHealthy(services) || performance.now() >= giveUp || context.signal.aborted) {
      context.progress.end()
      return services
    }
    if (isFirst && services.length === 0)
      context.progress.say(`${stack.name} is not running yet: waiting for its start`)
    for (const service of services.filter((one) => !isWell(one)))
      context.progress.show(service.service, troubleOf(service), 'busy')
    await delay(pollMs, undefined, { signal: context.signal })
  }
}

function isHealthy(services: Examined[]): boolean {
  return isUp(services) && services.every(isWell)
}

function isWell(service: Examined): boolean {
  return isServiceUp(service) && service.answer.is !== 'no'
}

function troubleOf({ state, health: found, detail, answer }: Examined): string {
  if (state === 'running' && found === 'healthy' && answer.is === 'no') return `does not answer: ${answer.detail}`
  return detail ?? (state === 'running' ? found : state)
}

function unhealthyFailure(stack: Stack, services: Examined[], seconds: number): Failure {
  const isRunning = services.some(({ state }) => state === 'running' || state === 'starting')
  const bad = services.filter((service) => !isWell(service))
  const reason = bad.map((service) => `${service.service}: ${troubleOf(service)}`).join('; ')
  const [first] = bad
  return new Failure(
    `${stack.name} is ${isRunning ? 'not healthy' : 'not running'}${seconds > 0 ? ` after ${seconds} s` : ''}`,
    {
      ...(isRunning ? { reason } : {}),
      suggestion:
        isRunning && first
          ? `./cli/ichrisbirch ${stack.name} logs ${first.service}`
          : `./cli/ichrisbirch ${stack.name} start`,
    },
  )
}

function waitSeconds(wait: string | true | undefined): number {
  if (wait === undefined) return 0
  const seconds = wait === true ? defaultWaitSeconds : Number(wait)
  if (Number.isFinite(seconds) && seconds > 0) return seconds
  throw usageFailure(`'${String(wait)}' is no number of seconds`, 'for example: --wait 60')
}
