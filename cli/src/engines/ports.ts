import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stack } from '../environments.ts'
import { Failure } from '../failure.ts'
import { claimPorts } from '../port-claims.ts'
import { freePorts, holderOf, isFree, type PortHolder } from '../ports.ts'
import { readVariables } from '../variables.ts'
import { readJson, writeJson } from './local/state.ts'

/** The ports of an environment, as they were chosen at its last start. */
export type ChosenPorts = {
  offset: number
  /** By the variables of the compose files; what the person exported wins over the default. */
  variables: Record<string, number>
  /** `service:port` → port, for what is not published but needs one on this machine (local engine). */
  internal: Record<string, number>
}

const step = 100
const steps = 20
const portsFile = (stack: Stack) => join(stack.stateDirectory, 'ports.json')

/**
 * Held from the look at the ports until the services listen: another start must not see them as free meanwhile. Those
 * that want the same ports share it (a second checkout, testing and ci); others have nothing to wait for.
 */
export function portsLock(stack: Stack): string {
  const lowest = Math.min(...Object.values(defaultPorts(stack)))
  return join(tmpdir(), `ichrisbirch-ports-${process.getuid?.() ?? 0}-${lowest}.lock`)
}

export function rememberedPorts(stack: Stack): ChosenPorts {
  const remembered = readJson(portsFile(stack)) as ChosenPorts | undefined
  return remembered ?? { offset: 0, variables: defaultPorts(stack), internal: {} }
}

export function rememberPorts(stack: Stack, ports: ChosenPorts): void {
  writeJson(portsFile(stack), ports)
  if (!stack.anyPorts) claimPorts(stack.stateDirectory, Object.values(ports.variables))
}

/** What goes into the rendering: only what differs, since a file may ask whether a variable is set at all. */
export function portVariables(stack: Stack, ports: ChosenPorts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ports.variables)
      .filter(([name, port]) => port !== stack.ports[name])
      .map(([name, port]) => [name, String(port)]),
  )
}

/**
 * Chooses the ports of a start: those of the last one if they are free, otherwise the defaults, and when another
 * environment of ichrisbirch holds one of those, all of them moved by the same hundreds. Any other holder is named and
 * nothing is started.
 * @param needed the variables whose ports will really be listened on.
 */
export async function choosePorts(stack: Stack, needed: string[]): Promise<{ ports: ChosenPorts; note?: string }> {
  const { internal, offset: last } = rememberedPorts(stack)
  if (stack.anyPorts) {
    return { ports: { offset: 0, variables: await freePorts(Object.keys(stack.ports)), internal: {} } }
  }
  const defaults = defaultPorts(stack)
  const offsets = [...new Set([last, ...Array.from({ length: steps }, (_, index) => index * step)])]
  let firstOther: PortHolder | undefined
  for (const offset of offsets) {
    const variables = moved(defaults, offset)
    const taken = await takenPort(needed.map((name) => variables[name]))
    if (!taken) {
      const ports = { offset, variables, internal }
      return offset === 0 ? { ports } : { ports, note: describeMove(offset, firstOther) }
    }
    if (!taken.stateDirectory && offset === 0) throw takenFailure(stack, taken)
    firstOther ??= taken.stateDirectory ? taken : undefined
  }
  throw new Failure('No free ports were found', {
    reason: `${steps} ranges were tried, ${step} apart`,
    suggestion: 'stop another environment, or set the ports yourself, for example API_PORT=18000',
  })
}

function defaultPorts(stack: Stack): Record<string, number> {
  const variables = readVariables(stack.root)
  return Object.fromEntries(Object.entries(stack.ports).map(([name, port]) => [name, Number(variables[name]) || port]))
}

function moved(ports: Record<string, number>, offset: number): Record<string, number> {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port + offset]))
}

async function takenPort(ports: (number | undefined)[]): Promise<PortHolder | undefined> {
  for (const port of ports) if (port !== undefined && !(await isFree(port))) return holderOf(port)
  return undefined
}

function describeMove(offset: number, other: PortHolder | undefined): string {
  const why = other ? `port ${other.port} is held by another ichrisbirch: ${other.description}` : 'as at the last start'
  return `All ports are moved by ${offset} (${why})`
}

function takenFailure(stack: Stack, { port, pid, description }: PortHolder): Failure {
  const variable = Object.entries(defaultPorts(stack)).find(([, value]) => value === port)?.[0] ?? 'the port'
  const end = pid === undefined ? 'end it' : `end it (kill ${pid})`
  return new Failure(`Port ${port} is taken`, {
    reason: `${description} listens on it; nothing was started`,
    suggestion: `${end}, or use another port: ${variable}=${port + 10_000} ./cli/ichrisbirch ${stack.name} start`,
  })
}
