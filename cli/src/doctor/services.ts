import { isServiceUp } from '../engines/engine.ts'
import { type Check, ok, problem } from './check.ts'

/** What runs is healthy, and restarts are told. */
export const checkServices: Check = async ({ stack, engine }) => {
  const services = await engine.status()
  const self = `./cli/ichrisbirch ${stack.name}`
  if (!services.some(({ state }) => state === 'running' || state === 'failed' || state === 'starting'))
    return [ok(`it is not running on the ${engine.name} engine`)]
  const bad = services.filter((service) => !isServiceUp(service))
  if (bad.length === 0) return [ok(`all ${services.length} services are up on the ${engine.name} engine`)]
  return bad.map(({ service, state, health, detail }) =>
    problem(
      `${service} is ${state === 'running' ? health : state}${detail ? `: ${detail.split('\n')[0]}` : ''}`,
      state === 'stopped' ? `${self} start` : `${self} logs ${service}`,
    ),
  )
}
