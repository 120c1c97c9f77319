import { join } from 'node:path'
import type { Stack } from '../../environments.ts'
import { endProcesses, findProcesses, markOf, processMark } from '../../processes.ts'
import { readVariables } from '../../variables.ts'
import { type Outcome, runDocker } from './command.ts'
import { containersOf } from './containers.ts'
import { composeFailure } from './failures.ts'
import { ownProject, projectName } from './project.ts'
import { composeVariables, type RenderedModel } from './setup.ts'

const mark = 'docker compose'
const leftoverGraceMs = 10_000

/** The parameters of the docker program for a command of Compose on the layers of a stack. */
export function composeWords(stack: Stack, words: string[], moreFiles: string[] = []): string[] {
  const files = [...stack.files.map((file) => join(stack.root, file)), ...moreFiles].flatMap((file) => ['-f', file])
  return ['compose', ...files, '-p', projectName(stack), '--project-directory', stack.root, ...words]
}

export function composeEnvironment(stack: Stack): NodeJS.ProcessEnv {
  return {
    ...readVariables(stack.root),
    ...composeVariables(stack),
    COMPOSE_PROGRESS: 'plain',
    BUILDKIT_PROGRESS: 'plain',
  }
}

export function compose(
  stack: Stack,
  words: string[],
  options: { signal?: AbortSignal; onLine?: (line: string) => void; moreFiles?: string[] } = {},
): Promise<Outcome> {
  const env = { ...composeEnvironment(stack), [processMark]: markOf(stack.stateDirectory, mark) }
  return runDocker(composeWords(stack, words, options.moreFiles), { env, cwd: stack.root, ...options })
}

/** A Compose whose command was killed goes on by itself: two at work on one project would each undo the other's. */
export async function endLeftCompose(stack: Stack): Promise<void> {
  const find = () => findProcesses(stack.stateDirectory).filter(({ service }) => service === mark)
  await endProcesses(find, leftoverGraceMs)
}

/**
 * Compose makes a changed container under a name of its own, "<id of the old one>_<name>", and renames it when the old
 * one is gone. Interrupted in between, it trips over that name from then on. What was never started holds nothing.
 */
export async function removeHalfMade(stack: Stack): Promise<void> {
  const halfMade = (await containersOf(ownProject(stack))).filter(
    ({ Name, State }) => /^\/[0-9a-f]{12}_/.test(Name) && State.Status === 'created',
  )
  if (halfMade.length > 0) await runDocker(['rm', ...halfMade.map(({ Id }) => Id)])
}

export async function render(stack: Stack): Promise<RenderedModel> {
  const outcome = await compose(stack, ['config', '--format', 'json'])
  if (outcome.code !== 0) throw composeFailure('The compose files cannot be rendered', outcome.stderr)
  return JSON.parse(outcome.stdout) as RenderedModel
}

/** What to type to do the same by hand: the variables that we add, and the command. */
export function composeLine(stack: Stack, words: string[], moreFiles: string[] = []): string {
  const variables = Object.entries(composeVariables(stack)).map(([name, value]) => `${name}=${quote(value)}`)
  return [...variables, 'docker', ...composeWords(stack, words, moreFiles).map(quote)].join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
