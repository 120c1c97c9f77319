import type { Stack } from '../../environments.ts'
import { interrupted } from '../../failure.ts'
import type { ChangingVerb, PlannedCommand, RunOptions, StartOptions } from '../engine.ts'
import { choosePorts, rememberedPorts, rememberPorts } from '../ports.ts'
import { recordStarted } from '../started.ts'
import { alone, holdingPorts } from '../turns.ts'
import { runDocker } from './command.ts'
import { compose, composeLine, endLeftCompose, removeHalfMade, render } from './compose.ts'
import { containersOf, serviceOf } from './containers.ts'
import { startedBetween } from './drift.ts'
import { decideProjectName } from './claim.ts'
import { composeFailure, upFailure, withNote } from './failures.ts'
import { buildImage, buildNext, imageName, keepSwap, needsBuild, rebuildLines, swapImages, undoSwap } from './image.ts'
import { ownProject, projectName } from './project.ts'
import { checkDomain, checkVersions, prepareMachine, type RenderedModel } from './setup.ts'
import { showLine, watchContainers } from './watch.ts'

const waitForOtherMs = 600_000
const dataServices = ['postgres', 'redis']

/** The verbs that change what runs. Apart, for they take much that the reading ones do without. */
export class DockerChanges {
  private readonly stack: Stack

  constructor(stack: Stack) {
    this.stack = stack
  }

  async start(options: StartOptions): Promise<void> {
    await checkVersions()
    checkDomain(this.stack)
    await this.alone('start', options, async () => {
      await decideProjectName(this.stack)
      if (await undoSwap(this.stack))
        options.progress.say('The last rebuild was cut short: the image before it is used again')
      // Before the ports are looked at: other environments need not wait for a build.
      if (!options.services && (await needsBuild(this.stack))) await buildImage(this.stack, options)
      await this.bringUp(options)
    })
  }

  async stop(options: RunOptions): Promise<void> {
    await this.alone('stop', options, async () => {
      const project = ownProject(this.stack)
      if (project === undefined) return options.progress.say('Nothing was running')
      // By name alone, away from the files: it works with broken layers and without secrets.
      const verb = this.stack.anyPorts ? ['down', '--volumes', '--remove-orphans', '--timeout', '2'] : ['stop']
      if (!this.stack.anyPorts && (await containersOf(project)).length === 0)
        options.progress.say('Nothing was running')
      const { code, stderr } = await runDocker(['compose', '-p', project, ...verb], {
        cwd: '/',
        onLine: showLine(options),
      })
      if (code !== 0) throw composeFailure('The containers could not be stopped', stderr)
      if (!this.stack.anyPorts) return
      // The image of one test run; its layers stay, so that the next is made at once.
      await runDocker(['image', 'rm', imageName(this.stack)])
    })
  }

  async restart(services: string[], options: StartOptions): Promise<void> {
    if ((await this.containers()).length === 0) return this.start(options)
    await this.alone('restart', options, async () => {
      const wanted = services.length > 0 ? { ...options, services } : options
      await this.recording(await render(this.stack), wanted, async () => {
        const { code, stderr } = await compose(this.stack, ['restart', ...services], options)
        if (code !== 0) throw composeFailure('The services could not be restarted', stderr)
        await this.up(wanted) // a restarted container is still the old one, whatever the layers say by now
      })
    })
  }

  /** Built while the old one serves, and proved by its health before the old one is let go. */
  async rebuild(services: string[], options: StartOptions): Promise<void> {
    await checkVersions()
    checkDomain(this.stack)
    await this.alone('rebuild', options, async () => {
      await decideProjectName(this.stack)
      await undoSwap(this.stack)
      const isNew = await buildNext(this.stack, options)
      options.progress.say(
        isNew ? 'Built: now the services change to the new image' : 'Built: nothing in it has changed',
      )
      if (isNew) await swapImages(this.stack)
      const wanted = services.length > 0 ? { ...options, services } : options
      try {
        await this.bringUp(wanted)
      } catch (error) {
        throw (await this.goBack(options)) ? withNote(error, 'the image before it runs again') : error
      }
      keepSwap(this.stack)
    })
  }

  async removeData(options: RunOptions): Promise<void> {
    await this.alone('fresh start', options, async () => {
      const project = ownProject(this.stack)
      if (project === undefined) return
      const words = ['compose', '-p', project, 'down', '--volumes', '--remove-orphans']
      const { code, stderr } = await runDocker(words, { cwd: '/', onLine: showLine(options) })
      if (code !== 0) throw composeFailure('The data could not be removed', stderr)
    })
  }

  async commandsOf(
    verb: ChangingVerb,
    services: string[],
    options: { deadlineSeconds: number },
  ): Promise<PlannedCommand[]> {
    const up = this.phases(services).map((names) => composeLine(this.stack, upWords(names, options.deadlineSeconds)))
    const lines = {
      start: async () => ((await needsBuild(this.stack)) ? [composeLine(this.stack, ['build']), ...up] : up),
      stop: async () => [`docker compose -p ${projectName(this.stack)} stop`],
      restart: async () => [composeLine(this.stack, ['restart', ...services]), ...up],
      rebuild: async () => rebuildLines(this.stack, upWords(services, options.deadlineSeconds)),
    }
    return (await lines[verb]()).map((command) => ({ command }))
  }

  private async bringUp(options: StartOptions): Promise<void> {
    await holdingPorts(this.stack, options, waitForOtherMs, async () => {
      await this.choosePorts(options)
      const model = await render(this.stack)
      await prepareMachine(this.stack, model)
      await this.recording(model, options, () => this.up(options))
    })
  }

  /** Does the work, then writes down which containers it has started with what; also when it has failed half way. */
  private async recording(model: RenderedModel, options: StartOptions, work: () => Promise<void>): Promise<void> {
    const before = await this.containers()
    try {
      await work()
    } finally {
      const after = await this.containers()
      const containerOf = (service: string) => after.find((one) => serviceOf(one) === service)?.Id
      recordStarted(this.stack, model, { only: options.services, isAnew: startedBetween(before, after), containerOf })
    }
  }

  /** Also when the person has had enough of waiting: half of the new one is nobody's wish. */
  private async goBack(options: StartOptions): Promise<boolean> {
    if (!(await undoSwap(this.stack))) return false
    options.progress.say('Going back to the image before it')
    const { code, stderr } = await compose(this.stack, upWords([], options.deadlineSeconds))
    if (code !== 0) options.progress.say(`It does not come up either: ${stderr.trim().split('\n').at(-1)}`)
    return code === 0
  }

  /** Ports are looked at only while nothing of ours holds them. */
  private async choosePorts(options: StartOptions): Promise<void> {
    const containers = await this.containers()
    if (containers.some(({ State }) => State.Status === 'running' || State.Status === 'restarting')) return
    const remembered = rememberedPorts(this.stack)
    rememberPorts(this.stack, remembered)
    const { ports, note } = await choosePorts(this.stack, Object.keys(remembered.variables))
    if (note) options.progress.say(note)
    rememberPorts(this.stack, ports)
  }

  /** Data services first, then the rest, each waiting for health: what CI asks for, and right everywhere. */
  private phases(services: string[]): string[][] {
    return this.stack.environment === 'ci' && services.length === 0 ? [dataServices, []] : [services]
  }

  private async up(options: StartOptions): Promise<void> {
    const project = projectName(this.stack)
    const giveUp = performance.now() + options.deadlineSeconds * 1000
    if (options.until !== 'begun') options.progress.allow?.(options.deadlineSeconds)
    for (const services of this.phases(options.services ?? [])) {
      const seconds = Math.max(1, Math.ceil((giveUp - performance.now()) / 1000))
      const words = options.until === 'begun' ? ['up', '--detach', ...services] : upWords(services, seconds)
      const watched = new AbortController()
      const watching = watchContainers(project, options.progress, watched.signal)
      const outcome = await compose(this.stack, words, options).finally(() => watched.abort())
      await watching
      if (options.signal.aborted) throw interrupted('the start was stopped before every service was healthy')
      if (outcome.code !== 0) throw await upFailure(this.stack, project, outcome, options.deadlineSeconds)
    }
  }

  private alone<T>(purpose: string, options: RunOptions, work: () => Promise<T>): Promise<T> {
    return alone(this.stack, purpose, options, waitForOtherMs, async () => {
      await endLeftCompose(this.stack)
      await removeHalfMade(this.stack)
      return work()
    })
  }

  private containers() {
    return containersOf(ownProject(this.stack))
  }
}

function upWords(services: string[], seconds: number): string[] {
  return ['up', '--detach', '--wait', '--wait-timeout', String(seconds), ...services]
}
