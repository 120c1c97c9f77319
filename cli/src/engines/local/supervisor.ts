import { rmSync } from 'node:fs'
import { endTests, identityOf, isAlive, type ProcessIdentity } from '../../processes.ts'
import { type Plan, readJson, readPlan, requestFile, type State, stateFile, writeJson } from './state.ts'
import { SupervisedService } from './supervised-service.ts'

/**
 * The process that stays when `start` has returned: it runs the services of one environment. It takes its orders from
 * plan.json, tells what is so in state.json, restarts what request.json names on SIGHUP as plan.json says it then, and
 * stops all on SIGTERM.
 * It imports little on purpose: its memory is part of what an environment costs.
 */
class Supervisor {
  private readonly plan: Plan
  private readonly services: Map<string, SupervisedService>
  private readonly state: State
  private isWritePending = false

  constructor(plan: Plan) {
    this.plan = plan
    const onChange = () => this.onChange()
    this.services = new Map(
      plan.services.map((service) => [service.name, new SupervisedService(service, plan.stateDirectory, onChange)]),
    )
    this.state = {
      supervisor: identityOf(process.pid),
      hash: plan.hash,
      phase: 'running',
      services: [...this.services.values()].map((service) => service.state),
    }
    this.write()
  }

  run(): void {
    process.on('SIGTERM', () => void this.stop())
    process.on('SIGINT', () => void this.stop())
    process.on('SIGHUP', () => void this.restartRequested())
    const { owner } = this.plan
    if (owner) this.watch(owner)
    else setInterval(() => {}, 2 ** 30) // lives on with nothing left to run: it still answers for their state
    this.startWaiting()
  }

  private onChange(): void {
    this.startWaiting()
    if (this.isWritePending) return
    this.isWritePending = true
    setImmediate(() => {
      this.isWritePending = false
      this.write()
    })
  }

  private startWaiting(): void {
    if (this.state?.phase !== 'running') return
    for (const service of this.services.values()) {
      if (service.state.phase !== 'waiting' || service.state.restarts > 0) continue
      const obstacle = this.obstacleOf(service)
      if (obstacle) service.waitFor(obstacle)
      else void service.start()
    }
  }

  private obstacleOf(service: SupervisedService): string | undefined {
    for (const { service: name, condition } of service.plan.dependencies) {
      const other = this.services.get(name)?.state
      if (!other || other.phase === 'skipped') continue
      if (condition === 'service_completed_successfully' && other.phase !== 'done') return `waits for ${name} to finish`
      if (condition === 'service_started' && !['running', 'done'].includes(other.phase)) return `waits for ${name}`
      if (condition === 'service_healthy' && other.health !== 'healthy') return `waits for ${name} to be healthy`
    }
    return undefined
  }

  private async restartRequested(): Promise<void> {
    const names = (readJson(requestFile(this.plan.stateDirectory)) as { restart?: string[] } | undefined)?.restart ?? []
    rmSync(requestFile(this.plan.stateDirectory), { force: true })
    const plan = readPlan(this.plan.stateDirectory)
    this.state.hash = plan?.hash ?? this.state.hash
    for (const name of names) {
      const service = this.services.get(name)
      if (!service || service.plan.skipped) continue
      await service.stop()
      service.plan = plan?.services.find((planned) => planned.name === name) ?? service.plan
      if (this.state.phase === 'running') void service.start()
    }
  }

  /** Ends with the test run that it serves, and ends its tests first: without services they might wait for ever. */
  private watch(owner: ProcessIdentity): void {
    const timer = setInterval(() => {
      if (isAlive(owner)) return
      clearInterval(timer)
      void endTests(this.plan.stateDirectory).then(() => this.stop())
    }, 1000)
  }

  /** What depends on others goes first: nobody loses a database while there is work in hand. */
  private async stop(): Promise<void> {
    if (this.state.phase !== 'running') return
    this.state.phase = 'stopping'
    this.write()
    const left = new Set(this.services.keys())
    while (left.size > 0) {
      const needed = new Set([...left].flatMap((name) => this.dependenciesOf(name)))
      const free = [...left].filter((name) => !needed.has(name))
      const next = free.length > 0 ? free : [...left] // a circle cannot be: loading refuses it
      await Promise.all(next.map(async (name) => this.services.get(name)?.stop()))
      for (const name of next) left.delete(name)
    }
    this.state.phase = 'stopped'
    this.write()
    process.exit(0)
  }

  private dependenciesOf(name: string): string[] {
    return this.services.get(name)?.plan.dependencies.map((dependency) => dependency.service) ?? []
  }

  private write(): void {
    try {
      writeJson(stateFile(this.plan.stateDirectory), this.state)
    } catch (error) {
      // The services matter more than the record of them: with a full disk, or the folder deleted, they go on.
      console.error(`${new Date().toISOString()} the state could not be written: ${(error as Error).message}`)
    }
  }
}

const stateDirectory = process.argv[2] ?? ''
const plan = readPlan(stateDirectory)
if (plan) {
  new Supervisor(plan).run()
} else {
  console.error(`no plan in ${stateDirectory}`)
  process.exitCode = 1
}
