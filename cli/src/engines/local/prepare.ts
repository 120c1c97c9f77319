import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Stack } from '../../environments.ts'
import { freePort, isFree } from '../../ports.ts'
import { makeStateFolder } from '../../state-folder.ts'
import { type ChosenPorts, portVariables, rememberedPorts } from '../ports.ts'
import { addressesOf, unpublishedTargets } from './addresses.ts'
import { type Model, renderModel, serviceOf } from './model.ts'
import { makePlan, skipReason, wrapRedis } from './plan.ts'
import type { Plan } from './state.ts'

/** The rendered model of a stack with its ports; the state folder is told to it as an absolute path. */
export async function renderStack(stack: Stack, ports: ChosenPorts = rememberedPorts(stack)): Promise<Model> {
  return renderModel(stack, { ICHRISBIRCH_STATE: stack.stateDirectory, ...portVariables(stack, ports) })
}

/** The port variables that this engine will really listen on: not those of services it does not run. */
export function neededVariables(model: Model, ports: ChosenPorts): string[] {
  const redisServer = findProgram('redis-server')
  const published = Object.values(model.services)
    .filter((service) => !skipReason(service, redisServer))
    .flatMap((service) => (service.ports ?? []).map((port) => Number(port.published)))
  return Object.keys(ports.variables).filter((name) => published.includes(ports.variables[name] ?? 0))
}

/** Ports for what publishes none: those of the last start while they are free, so that plans stay comparable. */
export async function chooseInternalPorts(
  model: Model,
  remembered: Record<string, number>,
): Promise<Record<string, number>> {
  const redisServer = findProgram('redis-server')
  const isRun = (name: string) => !skipReason(serviceOf(name, model), redisServer)
  const chosen: Record<string, number> = {}
  for (const target of unpublishedTargets(model, isRun)) {
    const last = remembered[target]
    chosen[target] = last !== undefined && (await isFree(last)) ? last : await freePort()
  }
  return chosen
}

export function planStack(
  stack: Stack,
  model: Model,
  ports: ChosenPorts,
  options: { only: string[] | undefined; owner: Plan['owner'] },
): Plan {
  return makePlan(stack, model, {
    internalPorts: ports.internal,
    redisServer: findProgram('redis-server'),
    owner: options.owner,
    only: options.only && withDependencies(options.only, model),
  })
}

/** Makes what a plan's services expect to find. */
export function prepareFor(stack: Stack, model: Model, ports: ChosenPorts): void {
  makeStateFolder(stack)
  const redisServer = findProgram('redis-server')
  if (!redisServer) return
  const addresses = addressesOf(model, ports.internal)
  for (const [name, service] of Object.entries(model.services))
    if (service.image?.startsWith('redis:')) wrapRedis(stack, redisServer, addresses.mainPortOf(name) ?? 0)
}

function withDependencies(names: string[], model: Model): string[] {
  const all = new Set(names)
  for (const name of all) for (const other of Object.keys(model.services[name]?.depends_on ?? {})) all.add(other)
  return [...all]
}

/** Where a program is in PATH; undefined when it is not installed. */
function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false // not in this folder
      }
    })
}
