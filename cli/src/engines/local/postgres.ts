import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { endProcesses, findProcesses, processMark } from '../../processes.ts'
import type { PostgresPlan } from './state.ts'

/** What the official image's entrypoint does: a new data folder gets its superuser, password and database. */
export async function preparePostgres(plan: PostgresPlan, log: (line: string) => void): Promise<void> {
  await endOrphans(plan, log)
  if (existsSync(join(plan.dataDirectory, 'PG_VERSION'))) return
  log('making a new database folder')
  // Made beside and renamed: initdb killed half-way leaves a folder that looks like a database and is none.
  const draft = { ...plan, dataDirectory: `${plan.dataDirectory}.new` }
  rmSync(draft.dataDirectory, { recursive: true, force: true })
  makeOwned(draft.dataDirectory, plan)
  await runInitdb(draft, log)
  if (plan.database !== 'postgres') await createDatabase(draft, log)
  renameSync(draft.dataDirectory, plan.dataDirectory)
}

/**
 * After kill -9 of the main process its children live on while they work, and hold the shared memory that a new
 * server would be refused for; the pid file of a server that is no more can name a stranger. All are known by their
 * working directory, so nothing of anybody else's is ever touched.
 */
async function endOrphans(plan: PostgresPlan, log: (line: string) => void): Promise<void> {
  const find = () => findProcesses('', [plan.dataDirectory])
  const orphans = find()
  if (orphans.length > 0) {
    log(`ending ${orphans.length} processes left behind by a killed server`)
    await endProcesses(find, 3000)
  }
  rmSync(join(plan.dataDirectory, 'postmaster.pid'), { force: true })
}

async function runInitdb(plan: PostgresPlan, log: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(plan.runAs ? '/tmp' : tmpdir(), 'ichrisbirch-initdb-'))
  const passwordFile = join(folder, 'password')
  try {
    const password = plan.passwordFile ? readFileSync(plan.passwordFile, 'utf8').trim() : ''
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (plan.runAs) for (const path of [folder, passwordFile]) chownSync(path, plan.runAs.uid, plan.runAs.gid)
    const access = password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust']
    const options = ['--encoding=UTF8', '--locale=C.UTF-8', ...(plan.isDurable ? [] : ['--no-sync'])]
    await run(plan, 'initdb', ['-D', plan.dataDirectory, '-U', plan.user, ...access, ...options], '', log)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In single-user mode, so that the server that everyone sees has its database from the first moment. */
async function createDatabase(plan: PostgresPlan, log: (line: string) => void): Promise<void> {
  const statement = `create database "${plan.database.replaceAll('"', '""')}"\n`
  const options = ['--single', '-D', plan.dataDirectory, ...(plan.isDurable ? [] : ['-c', 'fsync=off']), 'postgres']
  await run(plan, 'postgres', options, statement, log)
}

function run(
  plan: PostgresPlan,
  program: string,
  parameters: string[],
  input: string,
  log: (line: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(plan.binaries, program), parameters, {
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', [processMark]: process.env[processMark] },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...plan.runAs,
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      for (const line of output.trim().split('\n')) log(line)
      reject(new Error(`${program} ended with code ${code}: ${output.trim().split('\n').at(-1)}`))
    })
    child.stdin.end(input)
  })
}

function makeOwned(directory: string, plan: PostgresPlan): void {
  mkdirSync(dirname(directory), { recursive: true })
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (plan.runAs) chownSync(directory, plan.runAs.uid, plan.runAs.gid)
}
