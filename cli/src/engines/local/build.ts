import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { environments, type Stack } from '../../environments.ts'
import { Failure, interrupted } from '../../failure.ts'
import { withLock } from '../../lock.ts'
import type { RunOptions } from '../engine.ts'
import { readJson, writeJson } from './state.ts'

const waitForOtherMs = 300_000
const notSources = new Set(['node_modules', 'build', 'build.new', 'build.previous', '.react-router'])

/**
 * Images carry pages that were built; processes need them built here. Development serves them from the sources.
 * Each is built only when its sources, those of our packages or the lock file have changed since.
 */
export async function buildPages(stack: Stack, options: RunOptions): Promise<void> {
  if (environments[stack.environment].target === 'development') return
  const names = pagesToBuild(stack.root)
  if (names.length === 0) return
  await building(stack, options, async () => {
    for (const name of names) {
      if (isCurrent(stack.root, name)) continue
      await build(stack.root, name, options)
      rmSync(place(stack.root, name, 'build.previous'), { recursive: true, force: true })
    }
  })
}

async function building(stack: Stack, options: RunOptions, work: () => Promise<void>): Promise<void> {
  const lock = join(stack.root, '.ichrisbirch', 'build.lock')
  const onWait = ({ pid }: { pid: number }) =>
    options.progress.say(`Another build is running (pid ${pid}): waiting for it`)
  await withLock(lock, { purpose: 'a build', waitMs: waitForOtherMs, onWait, signal: options.signal }, work)
}

/** The services that have pages to build. */
export function pagesToBuild(root: string): string[] {
  return readdirSync(join(root, 'services')).filter((name) => hasBuild(root, name))
}

/**
 * Builds the pages of the services named anew, changed or not.
 * @returns how to let the old ones go, or to have them back: `goBack` says whether there were any.
 */
export async function rebuildPages(
  stack: Stack,
  names: string[],
  options: RunOptions,
): Promise<{ keep: () => void; goBack: () => boolean }> {
  const { root } = stack
  const isBuilt = environments[stack.environment].target !== 'development'
  const built = isBuilt ? pagesToBuild(root).filter((name) => names.includes(name)) : []
  await building(stack, options, async () => {
    for (const name of built) await build(root, name, options)
  })
  const previous = built.filter((name) => existsSync(place(root, name, 'build.previous')))
  return {
    keep: () => {
      for (const name of previous) rmSync(place(root, name, 'build.previous'), { recursive: true })
    },
    goBack: () => {
      for (const name of previous) {
        rmSync(place(root, name, 'build'), { recursive: true, force: true })
        renameSync(place(root, name, 'build.previous'), place(root, name, 'build'))
        writeJson(stampFile(root, name), { hash: '', built: '' } satisfies Stamp)
      }
      return previous.length > 0
    },
  }
}

/** What the built pages were made from, and the files that they are. */
type Stamp = { hash: string; built: string }

const stampFile = (root: string, name: string) => join(root, '.ichrisbirch', 'builds', `${name}.json`)

function hasBuild(root: string, name: string): boolean {
  const manifest = readJson(join(root, 'services', name, 'package.json')) as
    | { scripts?: { build?: string } }
    | undefined
  return manifest?.scripts?.build !== undefined
}

/** Somebody else may have built, or begun to, since: what is there must be what was built then. */
function isCurrent(root: string, name: string): boolean {
  const stamp = readJson(stampFile(root, name)) as Stamp | undefined
  return stamp !== undefined && stamp.hash === hashSources(root, name) && stamp.built === listBuilt(root, name)
}

/** Into a folder of its own, which then takes the place of the old one: what is served stays whole meanwhile. */
async function build(root: string, name: string, options: RunOptions): Promise<void> {
  options.progress.show(`build ${name}`, 'building its pages', 'busy')
  const hash = hashSources(root, name)
  rmSync(place(root, name, 'build.new'), { recursive: true, force: true })
  await runBuild(root, name, options.signal)
  if (existsSync(place(root, name, 'build.new'))) {
    rmSync(place(root, name, 'build.previous'), { recursive: true, force: true })
    if (existsSync(place(root, name, 'build')))
      renameSync(place(root, name, 'build'), place(root, name, 'build.previous'))
    renameSync(place(root, name, 'build.new'), place(root, name, 'build'))
  }
  writeJson(stampFile(root, name), { hash, built: listBuilt(root, name) } satisfies Stamp)
  options.progress.show(`build ${name}`, 'built', 'good')
}

const place = (root: string, name: string, folder: string) => join(root, 'services', name, folder)

function listBuilt(root: string, name: string): string {
  const folder = join(root, 'services', name, 'build')
  if (!existsSync(folder)) return ''
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const lines = files.map(
    (entry) => `${join(entry.parentPath, entry.name)} ${statSync(join(entry.parentPath, entry.name)).size}`,
  )
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

function hashSources(root: string, name: string): string {
  const hash = createHash('sha256')
  for (const folder of [`services/${name}`, 'packages/contract', 'packages/runtime']) hashFolder(root, folder, hash)
  hash.update(readFileSync(join(root, 'package-lock.json')))
  return hash.digest('hex')
}

function hashFolder(root: string, folder: string, hash: ReturnType<typeof createHash>): void {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`
    if (notSources.has(entry.name) || entry.name.includes('.test.')) continue
    if (entry.isDirectory()) hashFolder(root, path, hash)
    else if (entry.isFile())
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(root, path)))
        .update('\0')
  }
}

function runBuild(root: string, name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    const child = spawn('npm', ['run', '--silent', 'build', '-w', `services/${name}`], {
      cwd: root,
      env: { ...process.env, PATH: path, NODE_ENV: 'production', BUILD_DIRECTORY: 'build.new' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // npm does not pass signals on to what it runs: the whole group is ended
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-8000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const abort = () => child.pid && process.kill(-child.pid, 'SIGTERM')
    signal.addEventListener('abort', abort)
    child.on('error', reject)
    child.on('close', (code) => {
      signal.removeEventListener('abort', abort)
      if (code === 0) return resolve()
      if (signal.aborted) return reject(interrupted(`the build of ${name} was stopped`))
      reject(
        new Failure(`The pages of ${name} could not be built`, {
          reason: `npm run build -w services/${name} ended with code ${code}`,
          details: output.trim().split('\n').slice(-30),
          suggestion: 'correct what it says, then run this again',
        }),
      )
    })
  })
}
