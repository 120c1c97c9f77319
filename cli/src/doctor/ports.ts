import { rememberedPorts } from '../engines/ports.ts'
import type { Stack } from '../environments.ts'
import { ownProject } from '../engines/docker/project.ts'
import { holderOf, isFree, type PortHolder } from '../ports.ts'
import { type Check, type Finding, ok, problem } from './check.ts'

/** Every port of the environment is free, or it is this environment that listens on it. */
export const checkPorts: Check = async ({ stack, model }) => {
  const { variables, offset } = rememberedPorts(stack)
  const isRun = (variable: string) => model instanceof Error || isPublished(variables[variable] ?? 0, model)
  const findings: Finding[] = []
  const own: number[] = []
  for (const [variable, port] of Object.entries(variables)) {
    if (!isRun(variable) || (await isFree(port))) continue
    const holder = holderOf(port)
    if (isOurs(holder, stack)) own.push(port)
    else findings.push(takenPort(variable, holder, stack))
  }
  if (findings.length > 0) return findings
  const moved = offset > 0 ? `, moved by ${offset} since another checkout has the usual ones` : ''
  return [ok(own.length > 0 ? `its own services listen on ${own.join(', ')}${moved}` : `all ports are free${moved}`)]
}

/** What the rendering used: a file in .env or the ports remembered may have changed since. */
function isPublished(port: number, model: { services: Record<string, { ports?: { published?: string }[] }> }): boolean {
  return Object.values(model.services).some(({ ports }) => ports?.some(({ published }) => Number(published) === port))
}

function isOurs({ stateDirectory }: PortHolder, stack: Stack): boolean {
  if (!stateDirectory) return false
  const project = ownProject(stack)
  const isContainer = project !== undefined && stateDirectory.startsWith(`docker:${project}:`)
  return stateDirectory === stack.stateDirectory || isContainer
}

function takenPort(variable: string, { port, pid, description, stateDirectory }: PortHolder, stack: Stack): Finding {
  if (stateDirectory) {
    const other = /\.ichrisbirch\/([a-z]+)$/.exec(stateDirectory)?.[1]
    const mine = other && stateDirectory.startsWith(stack.root)
    return problem(
      `port ${port} (${variable}) belongs to another environment of ichrisbirch: ${description}`,
      mine ? `./cli/ichrisbirch ${other} stop` : `nothing has to be done: start moves to free ports`,
    )
  }
  const end = pid === undefined ? '' : `kill ${pid}, or `
  return problem(
    `port ${port} (${variable}) is taken by ${description}`,
    `${end}${variable}=${port + 10_000} ./cli/ichrisbirch ${stack.name} start`,
  )
}
