import { spawn } from 'node:child_process'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Context } from '../context.ts'
import type { Foreground } from '../engines/engine.ts'
import { Failure } from '../failure.ts'
import type { House } from './house.ts'

const DATABASE = 'ichrisbirch'
// The password stays inside the container, in the surroundings of this one process.
const inContainer = 'PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") exec "$@"'

/** PostgreSQL's own programs against the house, as its superuser or in the services' role. */
export async function postgresProgram(
  house: House,
  words: string[],
  options: { role: 'postgres' | 'ichrisbirch_services'; terminal: 'yes' | 'no' },
): Promise<Foreground> {
  const [program = '', ...rest] = words
  const { engine, server } = house
  if (engine.name === 'docker') {
    const inside = [program, '-h', '127.0.0.1', '-U', 'postgres', ...rest, DATABASE]
    const command = options.role === 'postgres' ? inContainer : `PGOPTIONS="-c role=${options.role}" ${inContainer}`
    return engine.exec('postgres', ['sh', '-c', command, 'sh', ...inside], { terminal: options.terminal })
  }
  const { hostname, port } = new URL(server.url)
  const password = options.role === 'postgres' ? server.password : server.servicesPassword
  return {
    program,
    parameters: ['-h', hostname, '-p', port, '-U', options.role, ...rest, DATABASE],
    environment: { ...process.env, PGPASSWORD: password },
  }
}

/** The file of pg_dump's custom format, for pg_restore and whoever knows that. */
export async function customDump(
  house: House,
  path: string,
  flags: { force?: boolean },
  context: Context,
): Promise<void> {
  if (existsSync(path) && !flags.force)
    throw new Failure(`There is a file ${path} already`, { suggestion: 'choose another name, or allow it: --force' })
  if (house.engine.name === 'local') await checkVersion()
  const foreground = await postgresProgram(house, ['pg_dump', '--format=custom'], { role: 'postgres', terminal: 'no' })
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.partial`)
  const file = openSync(draft, 'wx', 0o600)
  try {
    context.progress.show('dump', 'pg_dump is at work', 'busy')
    await runInto(file, foreground, context.signal)
    fsyncSync(file)
    renameSync(draft, path)
  } finally {
    closeSync(file)
    rmSync(draft, { force: true })
  }
  context.progress.show('dump', path, 'good')
}

/** An older pg_dump refuses the server; a newer one writes what this server's pg_restore may not read. */
async function checkVersion(): Promise<void> {
  const said = await output('pg_dump', ['--version'])
  const version = /\b(\d+)\.\d+/.exec(said)?.[1]
  if (version === '16') return
  throw new Failure('There is no pg_dump of version 16', {
    reason: version
      ? `the one in PATH is of version ${version}`
      : 'none is in PATH, and the bundled PostgreSQL has none',
    suggestion: 'leave out --format custom, or install postgresql-client-16, or use --engine docker',
  })
}

export function output(program: string, parameters: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
    })
    child.on('error', () => resolve('')) // not installed
    child.on('close', () => resolve(text))
  })
}

function runInto(file: number, { program, parameters, environment, directory }: Foreground, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['ignore', file, 'pipe'],
      ...(environment && { env: environment }),
      ...(directory && { cwd: directory }),
      signal,
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      reject(new Failure('pg_dump failed', { reason: said.trim().split('\n').at(-1) ?? `it ended with code ${code}` }))
    })
  })
}
