import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environments, type Stack } from '../../environments.ts'
import { Failure } from '../../failure.ts'
import { readJson, writeJson } from '../local/state.ts'
import type { StartOptions } from '../engine.ts'
import { runDocker } from './command.ts'
import { compose, composeLine, render } from './compose.ts'
import { buildFailure } from './failures.ts'
import { projectName } from './project.ts'

export const imageName = (stack: Stack) => `${projectName(stack)}:${environments[stack.environment].target}`
const nextName = (stack: Stack) => `${imageName(stack)}-next`
const previousName = (stack: Stack) => `${imageName(stack)}-previous`

const nextFile = (stack: Stack) => join(stack.stateDirectory, 'build-next.yml')
const swapFile = (stack: Stack) => join(stack.stateDirectory, 'swap.json')
const hashFile = (stack: Stack) => join(stack.stateDirectory, 'image.json')

/** Sources are mounted in development and belong to the image elsewhere: there a start is a start of what is here. */
export async function needsBuild(stack: Stack): Promise<boolean> {
  const { target } = environments[stack.environment]
  if (!(await imageId(imageName(stack))) || target === 'testing') return true
  const built = (readJson(hashFile(stack)) as { hash?: string } | undefined)?.hash
  return target === 'development' && imageHash(stack) !== built
}

/** Builds the image that a start needs, under its own name: until it is complete, the name means what it meant. */
export async function buildImage(stack: Stack, options: StartOptions): Promise<void> {
  await build(stack, options, [])
}

/** Builds the image beside the one that is in use. @returns whether it is another one. */
export async function buildNext(stack: Stack, options: StartOptions): Promise<boolean> {
  writeNextFile(stack, await builtServices(stack))
  await build(stack, options, [nextFile(stack)])
  return (await imageId(nextName(stack))) !== (await imageId(imageName(stack)))
}

/** From now on the name means the new image; the old one is kept, and remembered until the new one is proved. */
export async function swapImages(stack: Stack): Promise<void> {
  const previous = await imageId(imageName(stack))
  if (previous) {
    await tag(previous, previousName(stack))
    writeJson(swapFile(stack), { previous })
  }
  await tag(nextName(stack), imageName(stack))
  await runDocker(['image', 'rm', nextName(stack)])
}

export function keepSwap(stack: Stack): void {
  rmSync(swapFile(stack), { force: true })
}

/** After a swap that was not proved: the name means the old image again. @returns whether there was one. */
export async function undoSwap(stack: Stack): Promise<boolean> {
  const swap = readJson(swapFile(stack)) as { previous: string } | undefined
  if (!swap) return false
  await tag(swap.previous, imageName(stack))
  rmSync(hashFile(stack), { force: true }) // what it was built from is no longer known
  keepSwap(stack)
  return true
}

async function imageId(name: string): Promise<string | undefined> {
  const { code, stdout } = await runDocker(['image', 'inspect', '--format', '{{.Id}}', name])
  return code === 0 ? stdout.trim() : undefined
}

/** The commands of a rebuild, for who wants to see them first. */
export function rebuildLines(stack: Stack, upWords: string[]): string[] {
  return [
    composeLine(stack, ['build'], [nextFile(stack)]),
    `docker tag ${imageName(stack)} ${previousName(stack)}`,
    `docker tag ${nextName(stack)} ${imageName(stack)}`,
    composeLine(stack, upWords),
  ]
}

async function build(stack: Stack, options: StartOptions, moreFiles: string[]): Promise<void> {
  options.progress.show('image', 'building', 'busy')
  const outcome = await compose(stack, ['build'], {
    ...options,
    moreFiles,
    onLine: (line) => /^#\d+ \[/.test(line) && options.progress.show('image', line.replace(/^#\d+ /, ''), 'busy'),
  })
  if (outcome.code !== 0) throw buildFailure(outcome)
  writeJson(hashFile(stack), { hash: imageHash(stack) })
  options.progress.show('image', 'built', 'good')
}

async function builtServices(stack: Stack): Promise<string[]> {
  const { services } = await render(stack)
  return Object.entries(services).flatMap(([name, service]) => (service.build ? [name] : []))
}

/** One more layer, which only the build sees: the same image under another name. */
function writeNextFile(stack: Stack, services: string[]): void {
  const lines = services.map((name) => `  ${name}: {image: "${nextName(stack)}"}`)
  writeFileSync(nextFile(stack), ['services:', ...lines, ''].join('\n'))
}

async function tag(image: string, name: string): Promise<void> {
  const { code, stderr } = await runDocker(['tag', image, name])
  if (code !== 0) throw new Failure(`The image ${name} could not be named`, { reason: stderr.trim() })
}

/** What a development image is made from: all else is mounted. */
function imageHash(stack: Stack): string {
  const hash = createHash('sha256')
  for (const file of ['Dockerfile', 'package-lock.json']) hash.update(readFileSync(join(stack.root, file)))
  return hash.digest('hex')
}
