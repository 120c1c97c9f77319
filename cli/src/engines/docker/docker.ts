import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environments, type Stack } from '../../environments.ts'
import { interrupted } from '../../failure.ts'
import { readVariables } from '../../variables.ts'
import type { Engine, LogLine, LogOptions, RunOptions, ServiceStatus, StartOptions } from '../engine.ts'
import { readJson, writeJson } from '../local/state.ts'
import { choosePorts, rememberedPorts, rememberPorts } from '../ports.ts'
import { alone, holdingPorts } from '../turns.ts'
import { type Outcome, runDocker } from './command.ts'
import { containerStatus, containersOf, publishedPort, serviceOf } from './containers.ts'
import { buildFailure, composeFailure, upFailure } from './failures.ts'
import { readLogs } from './logs.ts'
import {
  checkVersions,
  composeVariables,
  decideProjectName,
  prepareMachine,
  projectName,
  type RenderedModel,
} from './setup.ts'
import { watchContainers } from './watch.ts'

const waitForOtherMs = 600_000
const dataServices = ['postgres', 'redis']

/** Runs a stack with the real `docker compose`, and nothing of ours in between. */
export class DockerEngine implements Engine {
  readonly name = 'docker'
  private readonly stack: Stack

  constructor(stack: Stack) {
    this.stack = stack
  }

  async start(options: StartOptions): Promise<void> {
    await checkVersions()
    await alone(this.stack, 'start', options, waitForOtherMs, async () => {
      const project = await decideProjectName(this.stack)
      // Before the ports are looked at: other environments need not wait for a build.
      if (!options.services && (await this.needsBuild(project))) await this.build([], options)
      await holdingPorts(this.stack, options, waitForOtherMs, async () => {
        await this.choosePorts(project, options)
        await prepareMachine(this.stack, await this.render())
        await this.up(project, options)
      })
    })
  }

  async stop(options: RunOptions): Promise<void> {
    await alone(this.stack, 'stop', options, waitForOtherMs, async () => {
      const project = projectName(this.stack)
      const containers = await containersOf(project)
      if (containers.length === 0) options.progress.say('Nothing was running')
      // By name alone, away from the files: it works with broken layers and without secrets.
      const verb = this.stack.anyPorts ? ['down', '--volumes', '--remove-orphans', '--timeout', '2'] : ['stop']
      const { code, stderr } = await runDocker(['compose', '-p', project, ...verb], {
        cwd: '/',
        onLine: showLine(options),
      })
      if (code !== 0) throw composeFailure('The containers could not be stopped', stderr)
      if (!this.stack.anyPorts) return
      // The image of one test run; its layers stay, so that the next is made at once.
      await runDocker(['image', 'rm', `${project}:${environments[this.stack.environment].target}`])
    })
  }

  async restart(services: string[], options: StartOptions): Promise<void> {
    const project = projectName(this.stack)
    if ((await containersOf(project)).length === 0) return this.start(options)
    await alone(this.stack, 'restart', options, waitForOtherMs, async () => {
      const { code, stderr } = await this.compose(['restart', ...services], options)
      if (code !== 0) throw composeFailure('The services could not be restarted', stderr)
      await this.up(project, options)
    })
  }

  async rebuild(services: string[], options: StartOptions): Promise<void> {
    await checkVersions()
    // Built while the old one still serves: when it fails, nothing has changed.
    await alone(this.stack, 'rebuild', options, waitForOtherMs, () => this.build([], options))
    options.progress.say(`Built ${services.join(', ') || 'the image of all services'}`)
    await this.start(options)
  }

  async status(): Promise<ServiceStatus[]> {
    return containerStatus(this.stack, await containersOf(projectName(this.stack)))
  }

  async processes(): Promise<{ service: string; pid: number }[]> {
    const containers = await containersOf(projectName(this.stack))
    return containers
      .filter(({ State }) => State.Pid > 0)
      .map((container) => ({ service: serviceOf(container), pid: container.State.Pid }))
  }

  logs(options: LogOptions): AsyncIterable<LogLine> {
    return readLogs(projectName(this.stack), options)
  }

  async config(): Promise<unknown> {
    return this.render()
  }

  async port(service: string, target: number): Promise<number | undefined> {
    const containers = await containersOf(projectName(this.stack))
    return publishedPort(
      containers.find((container) => serviceOf(container) === service),
      target,
    )
  }

  /** Ports are looked at only while nothing of ours holds them. */
  private async choosePorts(project: string, options: StartOptions): Promise<void> {
    const containers = await containersOf(project)
    if (containers.some(({ State }) => State.Status === 'running' || State.Status === 'restarting')) return
    const remembered = rememberedPorts(this.stack)
    rememberPorts(this.stack, remembered)
    const { ports, note } = await choosePorts(this.stack, Object.keys(remembered.variables))
    if (note) options.progress.say(note)
    rememberPorts(this.stack, ports)
  }

  private async up(project: string, options: StartOptions): Promise<void> {
    // Data services first, then the rest, each waiting for health: what CI asks for, and right everywhere.
    const phases = this.stack.environment === 'ci' && !options.services ? [dataServices, []] : [options.services ?? []]
    const giveUp = Date.now() + options.deadlineSeconds * 1000
    for (const services of phases) {
      const seconds = Math.max(1, Math.ceil((giveUp - Date.now()) / 1000))
      const words = ['up', '--detach', '--wait', '--wait-timeout', String(seconds), ...services]
      const watched = new AbortController()
      const watching = watchContainers(project, options.progress, watched.signal)
      const outcome = await this.compose(words, options).finally(() => watched.abort())
      await watching
      if (options.signal.aborted) throw interrupted('the start was stopped before every service was healthy')
      if (outcome.code !== 0) throw await upFailure(this.stack, project, outcome, options.deadlineSeconds)
    }
  }

  /** Sources are mounted in development and belong to the image elsewhere: there a start is a start of what is here. */
  private async needsBuild(project: string): Promise<boolean> {
    const { target } = environments[this.stack.environment]
    const { code } = await runDocker(['image', 'inspect', `${project}:${target}`])
    if (code !== 0 || target === 'testing') return true
    return target === 'development' && this.imageHash() !== this.builtHash()
  }

  private async build(services: string[], options: StartOptions): Promise<void> {
    options.progress.show('image', 'building', 'busy')
    const outcome = await this.compose(['build', ...services], {
      ...options,
      onLine: (line) => /^#\d+ \[/.test(line) && options.progress.show('image', line.replace(/^#\d+ /, ''), 'busy'),
    })
    if (outcome.code !== 0) throw buildFailure(outcome)
    writeJson(join(this.stack.stateDirectory, 'image.json'), { hash: this.imageHash() })
    options.progress.show('image', 'built', 'good')
  }

  /** What a development image is made from: all else is mounted. */
  private imageHash(): string {
    const hash = createHash('sha256')
    for (const file of ['Dockerfile', 'package-lock.json']) hash.update(readFileSync(join(this.stack.root, file)))
    return hash.digest('hex')
  }

  private builtHash(): string | undefined {
    return (readJson(join(this.stack.stateDirectory, 'image.json')) as { hash?: string } | undefined)?.hash
  }

  private async render(): Promise<RenderedModel> {
    const outcome = await this.compose(['config', '--format', 'json'])
    if (outcome.code !== 0) throw composeFailure('The compose files cannot be rendered', outcome.stderr)
    return JSON.parse(outcome.stdout) as RenderedModel
  }

  private compose(
    words: string[],
    options: { signal?: AbortSignal; onLine?: (line: string) => void } = {},
  ): Promise<Outcome> {
    const files = this.stack.files.flatMap((file) => ['-f', join(this.stack.root, file)])
    const env = {
      ...readVariables(this.stack.root),
      ...composeVariables(this.stack),
      COMPOSE_PROGRESS: 'plain',
      BUILDKIT_PROGRESS: 'plain',
    }
    const parameters = [
      'compose',
      ...files,
      '-p',
      projectName(this.stack),
      '--project-directory',
      this.stack.root,
      ...words,
    ]
    return runDocker(parameters, { env, cwd: this.stack.root, ...options })
  }
}

/** Compose's own plain lines, " Container ichrisbirch-dev-api-1  Stopped". */
function showLine(options: RunOptions): (line: string) => void {
  return (line) => {
    const match = /Container \S*?-([a-z]+)-\d+\s+(\w+)/.exec(line)
    if (match?.[1] && match[2])
      options.progress.show(match[1], match[2].toLowerCase(), match[2].endsWith('ing') ? 'busy' : 'idle')
  }
}
