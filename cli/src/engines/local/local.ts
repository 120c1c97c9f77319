import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Stack } from '../../environments.ts'
import { Failure, usageFailure } from '../../failure.ts'
import { identityOf, isAlive, markOf, owningTestRun, processMark, signalProcess } from '../../processes.ts'
import { makeSecrets } from '../../secrets.ts'
import { makeStateFolder } from '../../state-folder.ts'
import {
  type ChangingVerb,
  type Drift,
  type Engine,
  type Foreground,
  isUp,
  type LogLine,
  type LogOptions,
  type PlannedCommand,
  type RunOptions,
  type ServiceStatus,
  type StartOptions,
} from '../engine.ts'
import { choosePorts, rememberedPorts, rememberPorts } from '../ports.ts'
import { driftOf, recordStarted } from '../started.ts'
import { alone, holdingPorts } from '../turns.ts'
import { buildPages, rebuildPages } from './build.ts'
import { dataFolders, foregroundOf } from './foreground.ts'
import { readLogs } from './log-reader.ts'
import type { Model } from './model.ts'
import { replanned } from './plan.ts'
import { linkToData } from './postgres-place.ts'
import { chooseInternalPorts, neededVariables, planStack, prepareFor, renderStack } from './prepare.ts'
import {
  logFile,
  type Plan,
  planFile,
  readPlan,
  readState,
  requestFile,
  type State,
  stateFile,
  writeJson,
} from './state.ts'
import { statusOf } from './status.ts'
import { processesOf, stopProcesses } from './sweep.ts'
import { untilSupervised, waitUntilReady } from './wait.ts'

const waitForOtherMs = 180_000

/** Runs the services of a stack as processes of this machine, under a supervisor that stays when the command ends. */
export class LocalEngine implements Engine {
  readonly name = 'local'
  readonly isElsewhere = false
  private readonly stack: Stack

  constructor(stack: Stack) {
    this.stack = stack
  }

  async start(options: StartOptions): Promise<void> {
    await alone(this.stack, 'start', options, waitForOtherMs, async () => {
      if (await this.runsAsPlanned(options)) return options.progress.say('Everything is running already')
      await stopProcesses(this.stack.stateDirectory, options)
      // Before the ports are looked at: other environments need not wait for a build.
      if (!options.services) await buildPages(this.stack, options)
      await holdingPorts(this.stack, options, waitForOtherMs, () => this.startAll(options))
    })
  }

  async stop(options: RunOptions): Promise<void> {
    await alone(this.stack, 'stop', options, waitForOtherMs, async () => {
      const wasRunning = await stopProcesses(this.stack.stateDirectory, options)
      if (!wasRunning) options.progress.say('Nothing was running')
    })
  }

  async restart(services: string[], options: StartOptions): Promise<void> {
    const running = readState(this.stack.stateDirectory)
    if (!running || !isAlive(running.supervisor)) return this.start(options)
    checkServices(services, running)
    if (services.length === 0) {
      await alone(this.stack, 'stop', options, waitForOtherMs, () => stopProcesses(this.stack.stateDirectory, options))
      return this.start(options)
    }
    await alone(this.stack, 'restart', options, waitForOtherMs, async () => {
      const before = new Map(running.services.map(({ name, since }) => [name, since]))
      const model = await this.planAnew(services)
      writeJson(requestFile(this.stack.stateDirectory), { restart: services })
      signalProcess(running.supervisor, 'SIGHUP')
      await this.untilRestarted(services, before, options)
      recordStarted(this.stack, model, { only: services, isAnew: (name) => services.includes(name) })
      await waitUntilReady(this.stack, running.supervisor.pid, options)
    })
  }

  /** Built beside what is served, and proved by the services' health before the old pages are let go. */
  async rebuild(services: string[], options: StartOptions): Promise<void> {
    const model = await renderStack(this.stack)
    const names = services.length > 0 ? services : Object.keys(model.services)
    const pages = await rebuildPages(this.stack, names, options)
    try {
      await this.restart(services, options)
    } catch (error) {
      if (!pages.goBack()) throw error
      options.progress.say('Going back to the pages before it')
      await this.restart(services, { ...options, signal: new AbortController().signal })
      throw error
    }
    pages.keep()
  }

  async removeData(options: RunOptions): Promise<void> {
    await alone(this.stack, 'fresh start', options, waitForOtherMs, async () => {
      await stopProcesses(this.stack.stateDirectory, options)
      for (const folder of dataFolders(this.stack)) rmSync(folder, { recursive: true, force: true })
    })
  }

  async commandsOf(verb: ChangingVerb, services: string[]): Promise<PlannedCommand[]> {
    const { commandsOf } = await import('./dry-run.ts')
    return commandsOf(this.stack, verb, services)
  }

  async drift(): Promise<(service: string) => Drift> {
    return driftOf(this.stack, () => renderStack(this.stack))
  }

  async exec(service: string, words: string[]): Promise<Foreground> {
    return foregroundOf(this.stack, service, words)
  }

  /** Every process has its surroundings to itself here: one more is no different. */
  async runOnce(service: string, words: string[]): Promise<Foreground> {
    return foregroundOf(this.stack, service, words)
  }

  async status(): Promise<ServiceStatus[]> {
    return statusOf(this.stack.stateDirectory)
  }

  async processes(): Promise<{ service: string; pid: number }[]> {
    return processesOf(this.stack.stateDirectory).map(({ service, pid }) => ({ service, pid }))
  }

  logs(options: LogOptions): AsyncIterable<LogLine> {
    const all = (readPlan(this.stack.stateDirectory)?.services ?? []).filter((service) => !service.skipped)
    const names = options.services.length > 0 ? options.services : all.map((service) => service.name)
    return readLogs(this.stack.stateDirectory, names, options)
  }

  async config(): Promise<unknown> {
    return renderStack(this.stack)
  }

  async port(service: string, target: number): Promise<number | undefined> {
    const { addressesOf } = await import('./addresses.ts')
    const ports = rememberedPorts(this.stack)
    return addressesOf(await renderStack(this.stack, ports), ports.internal).portOf(service, target)
  }

  private async startAll(options: StartOptions): Promise<void> {
    const { stack } = this
    makeStateFolder(stack)
    const before = rememberedPorts(stack)
    const needed = neededVariables(await renderStack(stack, before), before)
    const { ports, note } = await choosePorts(stack, needed)
    if (note) options.progress.say(note)
    const model = await renderStack(stack, ports)
    ports.internal = await chooseInternalPorts(model, ports.internal)
    rememberPorts(stack, ports)
    makeSecrets(model.secrets)
    const plan = planStack(stack, model, ports, { only: options.services, owner: this.owner() })
    prepareFor(stack, model, ports)
    for (const { postgres } of plan.services) if (postgres) linkToData(stack, postgres)
    writeJson(planFile(stack.stateDirectory), plan)
    rmSync(stateFile(stack.stateDirectory), { force: true })
    const pid = startSupervisor(plan)
    recordStarted(stack, model, { isAnew: () => true })
    if (options.until === 'begun') return untilSupervised(stack, pid)
    try {
      await waitUntilReady(stack, pid, options)
    } catch (error) {
      if (options.signal.aborted) await stopProcesses(stack.stateDirectory, options)
      throw error
    }
  }

  /** Writes down what the layers say now of some services, for the supervisor to start them so. */
  private async planAnew(services: string[]): Promise<Model> {
    const { stack } = this
    const ports = rememberedPorts(stack)
    const model = await renderStack(stack, ports)
    makeSecrets(model.secrets)
    const now = planStack(stack, model, ports, { only: undefined, owner: this.owner() })
    const running = readPlan(stack.stateDirectory)
    if (running) writeJson(planFile(stack.stateDirectory), replanned(stack, running, now, services))
    return model
  }

  /** The same plan is running and all of it is well: a second start has nothing to do. */
  private async runsAsPlanned(options: StartOptions): Promise<boolean> {
    const state = readState(this.stack.stateDirectory)
    if (!state || !isUp(await this.status())) return false
    const ports = rememberedPorts(this.stack)
    const model = await renderStack(this.stack, ports)
    const plan = planStack(this.stack, model, ports, { only: options.services, owner: this.owner() })
    if (plan.hash === state.hash) return true
    options.progress.say('The compose files have changed: starting the services anew')
    return false
  }

  private owner(): Plan['owner'] {
    return this.stack.endsWithCommand ? identityOf(process.pid) : (owningTestRun() ?? null)
  }

  private async untilRestarted(services: string[], before: Map<string, string>, options: StartOptions): Promise<void> {
    const { setTimeout: delay } = await import('node:timers/promises')
    const giveUp = performance.now() + options.deadlineSeconds * 1000
    const isNew = (name: string) => {
      const service = readState(this.stack.stateDirectory)?.services.find((other) => other.name === name)
      return !service || service.phase === 'skipped' || service.since !== before.get(name)
    }
    while (!services.every(isNew) && performance.now() < giveUp) await delay(25)
  }
}

function checkServices(names: string[], state: State): void {
  const known = state.services.map((service) => service.name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown) throw usageFailure(`There is no service '${unknown}'`, `use one of: ${known.join(', ')}`)
}

/** Detached, with its own log: it outlives the command and the terminal. */
function startSupervisor(plan: Plan): number {
  const file = logFile(plan.stateDirectory, 'supervisor')
  mkdirSync(dirname(file), { recursive: true })
  const log = openSync(file, 'a', 0o600)
  try {
    const program = fileURLToPath(new URL('./supervisor.ts', import.meta.url))
    // A small heap is enough for it, and what it does not take is not counted.
    const child = spawn(process.execPath, ['--max-semi-space-size=1', program, plan.stateDirectory], {
      cwd: '/',
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: plan.services[0]?.environment.NODE_COMPILE_CACHE,
        [processMark]: markOf(plan.stateDirectory, 'supervisor'),
      },
      stdio: ['ignore', log, log],
      detached: true,
    })
    child.unref()
    if (!child.pid) throw new Failure('The supervisor of the services could not be started', { reason: file })
    return child.pid
  } finally {
    closeSync(log)
  }
}
