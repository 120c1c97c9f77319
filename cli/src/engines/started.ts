import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Stack } from '../environments.ts'
import { readVariables } from '../variables.ts'
import type { Drift } from './engine.ts'
import { readJson, writeJson } from './local/state.ts'

/** A rendered model, as far as what runs is held against it. */
type Model = {
  services: Record<string, Record<string, unknown>>
  secrets?: Record<string, { file?: string }>
  configs?: Record<string, { file?: string }>
}

/** What was started, as hashes: values could be secret, and only whether they are the same is asked. */
type Started = {
  /** Of all that the rendering is made from: while it is the same, so is the rendering. */
  inputs: string | null
  services: Record<string, Service>
}

type Service = {
  facts: Record<string, string>
  files: Record<string, string>
  /** The container; absent where there are none. */
  container?: string | undefined
}

const file = (stack: Stack) => join(stack.stateDirectory, 'started.json')

/**
 * Writes down what a start has started.
 * @param started.only the services that were asked for; what is written for the others stays, unless they are anew too.
 * @param started.isAnew whether a service runs in another process than before. Others go on with what they have read,
 *   whatever their files say by now.
 */
export function recordStarted(
  stack: Stack,
  model: Model,
  started: {
    only?: string[] | undefined
    isAnew: (service: string) => boolean
    containerOf?: (service: string) => string | undefined
  },
): void {
  const { only, isAnew, containerOf } = started
  const names = Object.keys(model.services)
  const before = readJson(file(stack)) as Started | undefined
  const isMeant = (name: string) => !only || only.includes(name) || isAnew(name)
  const services = Object.fromEntries(
    names.map((name) => {
      const kept = before?.services[name]
      if (kept && !isMeant(name)) return [name, kept]
      const files = kept && !isAnew(name) ? kept.files : hashFiles(filesOf(stack, model, name))
      return [name, { facts: factsOf(model, name), files, container: containerOf?.(name) }]
    }),
  )
  const isAllMeant = names.every(isMeant)
  const inputs = isAllMeant || before?.inputs === inputsOf(stack) ? inputsOf(stack) : null
  writeJson(file(stack), { inputs, services } satisfies Started)
}

/** The container that was started for a service; undefined where nothing is written down. */
export function startedContainer(stack: Stack): (service: string) => string | undefined {
  const started = readJson(file(stack)) as Started | undefined
  return (service) => started?.services[service]?.container
}

/**
 * What the layers and the files that services read say now and did not when they were started, service by service.
 * Rendered only when something that the rendering is made from has changed: `status` is asked often.
 */
export async function driftOf(stack: Stack, render: () => Promise<Model>): Promise<(service: string) => Drift> {
  const started = readJson(file(stack)) as Started | undefined
  const isSame = started !== undefined && started.inputs !== null && started.inputs === inputsOf(stack)
  const model = started && !isSame ? await render() : undefined
  return (service) => {
    const then = started?.services[service]
    if (!then) return { is: 'unknown', changes: ['it was not started by this tool'] }
    if (model && !model.services[service]) return { is: 'changed', changes: ['it is no longer in the compose files'] }
    const changes = model ? differences(then.facts, factsOf(model, service)) : []
    const { changed, unreadable } = changedFiles(stack, then.files)
    if (changes.length + changed.length > 0) return { is: 'changed', changes: [...changes, ...changed] }
    return unreadable.length > 0
      ? { is: 'unknown', changes: unreadable.map((name) => `${name} cannot be read by this user`) }
      : { is: 'none', changes: [] }
  }
}

/** undefined where the files could name others that we do not look at: then only rendering tells. */
function inputsOf(stack: Stack): string | null {
  const texts = stack.files.map((name) => readFileSync(resolve(stack.root, name), 'utf8'))
  if (texts.some((text) => /^\s*(include|extends|env_file|label_file):/m.test(text))) return null
  const words = new Set(texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []))
  const variables = Object.entries(readVariables(stack.root))
    .filter(([name]) => words.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const ports = readJson(join(stack.stateDirectory, 'ports.json'))
  return hash(JSON.stringify([texts, variables, ports, process.getuid?.()]))
}

/** Every field of a service by its name, and every variable by its own. */
function factsOf(model: Model, name: string): Record<string, string> {
  const { environment, ...fields } = model.services[name] ?? {}
  const facts = Object.entries(fields).map(([key, value]) => [key, hash(JSON.stringify(value))])
  const variables = Object.entries((environment ?? {}) as Record<string, unknown>)
  return Object.fromEntries([
    ...facts,
    ...variables.map(([key, value]) => [`environment ${key}`, hash(JSON.stringify(value))]),
  ])
}

function differences(then: Record<string, string>, now: Record<string, string>): string[] {
  return [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((key) => then[key] !== now[key])
}

type Mount = { type?: string; source?: string; target?: string }

/** The files whose content a service was started with: secrets, configs, and what is mounted of the checkout but sources. */
function filesOf(stack: Stack, model: Model, name: string): string[] {
  const service = model.services[name] ?? {}
  const granted = (kind: 'secrets' | 'configs') =>
    ((service[kind] ?? []) as { source: string }[]).flatMap(({ source }) => model[kind]?.[source]?.file ?? [])
  const mounted = ((service.volumes ?? []) as Mount[])
    .filter(({ type, source }) => type === 'bind' && source && isConfiguration(stack, source))
    .flatMap(({ source = '' }) => filesBelow(source))
  return [...granted('secrets'), ...granted('configs'), ...mounted]
}

/** Sources are mounted to be changed, and what is outside the checkout is not described by it. */
function isConfiguration(stack: Stack, source: string): boolean {
  const path = relative(stack.root, resolve(stack.root, source))
  const isState = !relative(stack.stateDirectory, resolve(stack.root, source)).startsWith('..')
  return isState || !/^(\.\.|services\/|packages\/|node_modules)/.test(path)
}

function filesBelow(path: string): string[] {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (!facts?.isDirectory()) return facts ? [path] : []
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

function hashFiles(paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, hashFile(path)]))
}

function changedFiles(stack: Stack, then: Record<string, string>): { changed: string[]; unreadable: string[] } {
  const changed: string[] = []
  const unreadable: string[] = []
  for (const [path, was] of Object.entries(then)) {
    const now = hashFile(path)
    const name = relative(stack.root, path)
    if (now === 'closed') unreadable.push(name)
    else if (now !== was) changed.push(`content of ${name.startsWith('..') ? path : name}`)
  }
  return { changed, unreadable }
}

function hashFile(path: string): string {
  try {
    return hash(readFileSync(path))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'closed' : 'absent'
  }
}

const hash = (content: string | Buffer) => createHash('sha256').update(content).digest('hex').slice(0, 16)
