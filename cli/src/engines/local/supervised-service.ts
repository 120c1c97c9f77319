import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { identityOf, markOf, processMark } from '../../processes.ts'
import { LogWriter } from './log-writer.ts'
import { preparePostgres } from './postgres.ts'
import { probe } from './probe.ts'
import { logFile, type PlannedService, type ServicePhase, type ServiceState } from './state.ts'

const firstBackoffMs = 100
const longestBackoffMs = 60_000
const stableAfterMs = 10_000
/** While a service starts it is asked this often, whatever its interval: a person waits for the answer. */
const startingIntervalMs = 150

/** Runs one service: starts it, asks for its health, starts it again as its policy says, and stops it. */
export class SupervisedService {
  plan: PlannedService
  readonly state: ServiceState
  private readonly stateDirectory: string
  private readonly onChange: () => void
  private readonly log: LogWriter
  private child: ChildProcess | undefined
  private timer: NodeJS.Timeout | undefined
  private backoffMs = firstBackoffMs
  /** Both by the clock that nobody sets, which goes on when the machine's is put right or has slept. */
  private failingSince: number | undefined
  private spawnedAt = 0
  private isStopping = false

  constructor(plan: PlannedService, stateDirectory: string, onChange: () => void) {
    this.plan = plan
    this.stateDirectory = stateDirectory
    this.onChange = onChange
    this.log = new LogWriter(logFile(stateDirectory, plan.name), plan.logs)
    this.state = {
      name: plan.name,
      phase: plan.skipped ? 'skipped' : 'waiting',
      health: 'none',
      detail: plan.skipped,
      since: new Date().toISOString(),
      restarts: 0,
      hasBeenHealthy: false,
      process: null,
      lastProbe: null,
    }
  }

  waitFor(what: string): void {
    if (this.state.detail !== what) this.change('waiting', what)
  }

  async start(): Promise<void> {
    this.isStopping = false
    this.change('starting', null)
    this.state.health = this.plan.health ? 'starting' : 'none'
    this.state.lastProbe = null
    this.failingSince = undefined
    try {
      if (this.plan.postgres) await preparePostgres(this.plan.postgres, (line) => this.note(line))
    } catch (error) {
      return this.ended(`could not be prepared: ${(error as Error).message}`)
    }
    if (this.isStopping) return this.change('stopped', null)
    this.spawn()
  }

  /**
   * Asks it to end, and after its grace period kills it with everything it has started.
   * @returns whether it had to be killed.
   */
  async stop(): Promise<boolean> {
    this.isStopping = true
    clearTimeout(this.timer)
    const child = this.child
    if (!child?.pid) {
      if (!['done', 'skipped', 'failed'].includes(this.state.phase)) this.change('stopped', null)
      return false
    }
    this.change('stopping', null)
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    child.kill(this.plan.stopSignal)
    let wasKilled = false
    const ladder = setTimeout(() => {
      wasKilled = true
      this.note(`did not end within ${this.plan.graceMs} ms of ${this.plan.stopSignal}: killed`)
      signalGroup(child, 'SIGKILL')
    }, this.plan.graceMs)
    // A child of its own that outlives it and holds the output open would make us wait for ever: the group goes too.
    child.once('exit', () => signalGroup(child, 'SIGTERM'))
    await ended
    clearTimeout(ladder)
    signalGroup(child, 'SIGKILL')
    if (this.plan.temporaryDirectory) rmSync(this.plan.temporaryDirectory, { recursive: true, force: true })
    return wasKilled
  }

  private spawn(): void {
    const [program = '', ...parameters] = this.plan.command
    const runAs = this.plan.postgres?.runAs
    const child = spawn(program, parameters, {
      cwd: this.plan.directory,
      env: { ...this.plan.environment, [processMark]: markOf(this.stateDirectory, this.plan.name) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, which can be ended as a whole
      ...runAs,
    })
    this.child = child
    child.on('error', (error) => this.ended(`could not be started: ${error.message}`))
    if (!child.pid) return
    this.state.process = identityOf(child.pid)
    this.log.follow(child.stdout)
    this.log.follow(child.stderr)
    // What it has started itself may outlive it and hold the output open: without this, its end would never be seen.
    child.on('exit', () => this.isStopping || signalGroup(child, 'SIGKILL'))
    child.on('close', (code, signal) => {
      if (this.child === child) this.ended(signal ? `killed by ${signal}` : `ended with code ${code}`, code, signal)
    })
    this.change(this.plan.isOneShot ? 'starting' : 'running', null)
    this.spawnedAt = performance.now()
    if (this.plan.health) void this.askHealth(child, this.spawnedAt)
  }

  private async askHealth(child: ChildProcess, startedAt: number): Promise<void> {
    const health = this.plan.health
    if (!health || this.child !== child || this.isStopping) return
    const { directory, environment } = this.plan
    const answer = await probe(health.probe, { directory, environment, timeoutMs: health.timeoutMs })
    if (this.child !== child || this.isStopping) return
    this.state.lastProbe = answer.output
    if (answer.isHealthy) {
      this.failingSince = undefined
      this.state.hasBeenHealthy = true
      this.setHealth('healthy')
    } else {
      // Docker counts failed checks, each an interval apart; we may ask more often, so we measure the same time.
      this.failingSince ??= performance.now()
      const mayFailUntil = this.state.hasBeenHealthy ? this.failingSince : startedAt + health.startPeriodMs
      if (performance.now() >= mayFailUntil + health.retries * health.intervalMs) this.setHealth('unhealthy')
    }
    const pause = this.state.health === 'healthy' ? health.intervalMs : startingIntervalMs
    this.timer = setTimeout(() => void this.askHealth(child, startedAt), pause)
  }

  private setHealth(health: ServiceState['health']): void {
    if (this.state.health === health) return
    this.state.health = health
    this.note(health === 'healthy' ? 'is healthy' : `is unhealthy: ${this.state.lastProbe}`)
    this.change(this.state.phase, null)
  }

  private ended(reason: string, code: number | null = null, signal: NodeJS.Signals | null = null): void {
    const ranMs = performance.now() - this.spawnedAt
    clearTimeout(this.timer)
    if (this.child) signalGroup(this.child, 'SIGKILL')
    this.child = undefined
    this.state.process = null
    this.state.health = this.plan.health ? 'starting' : 'none'
    if (this.isStopping) return this.change('stopped', null)
    this.note(reason)
    if (this.plan.isOneShot && code === 0) return this.change('done', null)
    const mayRestart =
      this.plan.restart === 'always' ||
      (this.plan.restart === 'on-failure' && (code !== 0 || signal !== null) && this.hasRestartsLeft())
    if (!mayRestart) return this.change('failed', reason)
    if (ranMs > stableAfterMs) this.backoffMs = firstBackoffMs
    this.state.restarts++
    this.change('waiting', `${reason}, starting again`)
    this.timer = setTimeout(() => void this.start(), this.backoffMs)
    this.backoffMs = Math.min(this.backoffMs * 2, longestBackoffMs)
  }

  private hasRestartsLeft(): boolean {
    return this.plan.maximumRestarts === 0 || this.state.restarts < this.plan.maximumRestarts
  }

  private change(phase: ServicePhase, detail: string | null): void {
    if (phase !== this.state.phase) this.state.since = new Date().toISOString()
    this.state.phase = phase
    this.state.detail = detail
    this.onChange()
  }

  private note(text: string): void {
    this.log.write(`[ichrisbirch] ${this.plan.name} ${text}`)
  }
}

/** The whole process group: what the service has started itself, and would be left behind. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: nobody is left in the group. EPERM (macOS): only a zombie is.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
