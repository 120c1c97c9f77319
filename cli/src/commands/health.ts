import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import { isServiceUp, isUp } from '../engines/engine.ts'
import type { Stack } from '../environments.ts'
import { Failure } from '../failure.ts'

/** For scripts: ends with 0 when every service is healthy, and with 1 and the names of those that are not. */
export async function health(
  stack: Stack,
  flags: { engine?: string; json?: boolean },
  context: Context,
): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  const services = await engine.status()
  const isHealthy = isUp(services)
  if (flags.json)
    context.print(
      JSON.stringify({ environment: stack.name, engine: engine.name, healthy: isHealthy, services }, null, 2),
    )
  if (!isHealthy) {
    const isRunning = services.some(({ state }) => state === 'running' || state === 'starting')
    const bad = services.filter((service) => !isServiceUp(service))
    const reason = bad.map(({ service, state, health, detail }) => `${service}: ${detail ?? `${state}, ${health}`}`)
    throw new Failure(`${stack.name} is ${isRunning ? 'not healthy' : 'not running'}`, {
      ...(isRunning ? { reason: reason.join('; ') } : {}),
      suggestion: `./cli/ichrisbirch ${stack.name} start`,
    })
  }
  if (!flags.json) context.print(`${stack.name} is healthy`)
}
