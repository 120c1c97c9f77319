import type { Stack } from '../../environments.ts'
import type {
  ChangingVerb,
  Drift,
  Engine,
  ExecOptions,
  Foreground,
  LogLine,
  LogOptions,
  PlannedCommand,
  RunOptions,
  ServiceStatus,
  StartOptions,
} from '../engine.ts'
import { driftOf, startedContainer } from '../started.ts'
import { isEngineElsewhere } from './api.ts'
import { type Container, containerStatus, containersOf, publishedPort, serviceOf } from './containers.ts'
import { imageDrift } from './drift.ts'
import { ownProject } from './project.ts'

/**
 * Runs a stack with the real `docker compose`, and nothing of ours in between. Loaded at once is what `status` needs,
 * which is asked often; the rest comes when it is asked for.
 */
export class DockerEngine implements Engine {
  readonly name = 'docker'
  readonly isElsewhere = isEngineElsewhere()
  private readonly stack: Stack
  private looking: Promise<Container[]> | undefined

  constructor(stack: Stack) {
    this.stack = stack
  }

  async start(options: StartOptions): Promise<void> {
    return (await this.changes()).start(options)
  }

  async stop(options: RunOptions): Promise<void> {
    return (await this.changes()).stop(options)
  }

  async restart(services: string[], options: StartOptions): Promise<void> {
    return (await this.changes()).restart(services, options)
  }

  async rebuild(services: string[], options: StartOptions): Promise<void> {
    return (await this.changes()).rebuild(services, options)
  }

  async removeData(options: RunOptions): Promise<void> {
    return (await this.changes()).removeData(options)
  }

  async commandsOf(
    verb: ChangingVerb,
    services: string[],
    options: { deadlineSeconds: number },
  ): Promise<PlannedCommand[]> {
    return (await this.changes()).commandsOf(verb, services, options)
  }

  async status(): Promise<ServiceStatus[]> {
    return containerStatus(this.stack, await this.containers())
  }

  async drift(): Promise<(service: string) => Drift> {
    const [ofLayers, ofImages] = await Promise.all([
      driftOf(this.stack, () => this.render()),
      this.containers().then((containers) => imageDrift(containers, startedContainer(this.stack))),
    ])
    return (service) => ofImages(service, ofLayers(service))
  }

  async processes(): Promise<{ service: string; pid: number }[]> {
    const containers = await this.containers()
    return containers
      .filter(({ State }) => State.Pid > 0)
      .map((container) => ({ service: serviceOf(container), pid: container.State.Pid }))
  }

  async exec(service: string, words: string[], options: ExecOptions): Promise<Foreground> {
    const { execIn } = await import('./exec.ts')
    return execIn(this.stack, await this.containers(), service, words, options)
  }

  async runOnce(service: string, words: string[], { terminal }: ExecOptions): Promise<Foreground> {
    const { composeEnvironment, composeWords } = await import('./compose.ts')
    const { decideProjectName } = await import('./claim.ts')
    await decideProjectName(this.stack)
    const run = ['run', '--rm', ...(terminal === 'yes' ? [] : ['--no-TTY']), service, ...words]
    return {
      program: 'docker',
      parameters: composeWords(this.stack, run),
      directory: this.stack.root,
      environment: { ...composeEnvironment(this.stack), COMPOSE_PROGRESS: 'quiet' },
    }
  }

  async *logs(options: LogOptions): AsyncIterable<LogLine> {
    const { readLogs } = await import('./logs.ts')
    const project = ownProject(this.stack)
    if (project !== undefined) yield* readLogs(project, options)
  }

  async config(): Promise<unknown> {
    return this.render()
  }

  async port(service: string, target: number): Promise<number | undefined> {
    const containers = await this.containers()
    return publishedPort(
      containers.find((container) => serviceOf(container) === service),
      target,
    )
  }

  /** Who asks while somebody is asking shares the answer: `status` needs it for two things at once. */
  private containers(): Promise<Container[]> {
    this.looking ??= containersOf(ownProject(this.stack)).finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async changes() {
    return new (await import('./changes.ts')).DockerChanges(this.stack)
  }

  private async render() {
    return (await import('./compose.ts')).render(this.stack)
  }
}
