import { redact } from '@ichrisbirch/compose/redact'
import { environments, type Stack } from '../../environments.ts'
import type { ChangingVerb, PlannedCommand } from '../engine.ts'
import { rememberedPorts } from '../ports.ts'
import { pagesToBuild } from './build.ts'
import { planStack, renderStack } from './prepare.ts'
import type { PlannedService } from './state.ts'

/** Each service's command with what the model adds to its environment, in the order in which they are begun. */
export async function commandsOf(stack: Stack, verb: ChangingVerb, services: string[]): Promise<PlannedCommand[]> {
  const ports = rememberedPorts(stack)
  const model = await renderStack(stack, ports)
  const plan = planStack(stack, model, ports, { only: undefined, owner: null })
  const wanted = plan.services.filter(
    ({ name, skipped }) => !skipped && (services.length === 0 || services.includes(name)),
  )
  if (verb === 'stop')
    return wanted
      .toReversed()
      .map(({ name, stopSignal }) => ({ service: name, command: `kill -${stopSignal.slice(3)} <its process>` }))
  const builds = environments[stack.environment].target === 'development' ? [] : pagesToBuild(stack.root)
  const built = builds
    .filter((name) => verb === 'rebuild' && wanted.some((service) => service.name === name))
    .map((name) => ({ service: name, command: `npm run build -w services/${name}` }))
  return [
    ...built,
    ...wanted.map((service) => ({
      service: service.name,
      command: commandLineOf(service, model.services[service.name]?.environment),
    })),
  ]
}

function commandLineOf({ command, environment }: PlannedService, described: object | undefined): string {
  const own = Object.keys(described ?? {}).filter((name) => environment[name] !== undefined)
  const variables = own.map((name) => `${name}=${quote(String(redact(environment[name] ?? '', name)))}`)
  return [...variables, ...command.map(quote)].join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./<>*-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
