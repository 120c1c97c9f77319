import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from '../environments.ts'
import { Failure, usageFailure } from '../failure.ts'
import type { Engine, EngineName } from './engine.ts'
import { readJson, writeJson } from './local/state.ts'

const engineNames: EngineName[] = ['docker', 'local']

const recordFile = (stack: Stack) => join(stack.stateDirectory, 'engine.json')

/**
 * The engine for a command: what is asked for, otherwise the one that the environment runs on now, otherwise docker
 * where an engine answers, else local.
 */
export async function chooseEngine(stack: Stack, asked: string | undefined): Promise<Engine> {
  const wanted = parseEngine(asked ?? process.env.ICHRISBIRCH_ENGINE)
  const running = recordedEngine(stack)
  return makeEngine(wanted ?? running ?? (await answeringEngine()), stack)
}

/** For commands that start something: the other engine must not hold the same environment. */
export async function chooseEngineToStart(stack: Stack, asked: string | undefined): Promise<Engine> {
  const engine = await chooseEngine(stack, asked)
  const running = recordedEngine(stack)
  if (running && running !== engine.name) {
    const services = await (await makeEngine(running, stack)).status()
    if (services.some((service) => service.state === 'running')) {
      throw new Failure(`${stack.name} is running on the other engine`, {
        reason: `it was started with --engine ${running}`,
        suggestion: `stop it first: ./cli/ichrisbirch ${stack.name} stop --engine ${running}`,
      })
    }
  }
  return engine
}

export function recordEngine(stack: Stack, engine: EngineName): void {
  writeJson(recordFile(stack), { engine })
}

export function forgetEngine(stack: Stack): void {
  rmSync(recordFile(stack), { force: true })
}

export async function makeEngine(name: EngineName, stack: Stack): Promise<Engine> {
  if (name === 'docker') return new (await import('./docker/docker.ts')).DockerEngine(stack)
  return new (await import('./local/local.ts')).LocalEngine(stack)
}

function recordedEngine(stack: Stack): EngineName | undefined {
  return (readJson(recordFile(stack)) as { engine?: EngineName } | undefined)?.engine
}

function parseEngine(name: string | undefined): EngineName | undefined {
  if (name === undefined || name === '') return undefined
  const engine = engineNames.find((known) => known === name)
  if (!engine) throw usageFailure(`There is no engine '${name}'`, `use --engine ${engineNames.join(' or --engine ')}`)
  return engine
}

async function answeringEngine(): Promise<EngineName> {
  const { dockerAnswers } = await import('./docker/command.ts')
  return (await dockerAnswers()) ? 'docker' : 'local'
}
