import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { migrateDatabase } from '@ichrisbirch/db/migrations'
import pg from 'pg'
import { preparePostgres } from '../../cli/src/engines/local/postgres.ts'
import { reachableBinaries, unprivilegedOwner } from '../../cli/src/engines/local/postgres-place.ts'
import { freePort } from '../../cli/src/ports.ts'

const PASSWORD = 'postgres-of-a-test'
const ROOT = resolve(import.meta.dirname, '../..')

/** A PostgreSQL of the scenario's own: it is restarted while others run their tests on theirs. */
export interface Server {
  /** As the services' role, without its password, which is `password`. */
  url: string
  password: string
  superuserUrl: string
  restart: () => Promise<void>
  remove: () => Promise<void>
}

export async function startServer(): Promise<Server> {
  const runAs = process.getuid?.() === 0 ? unprivilegedOwner(ROOT) : null
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(memory, 'ichrisbirch-schedules-'))
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, PASSWORD)
  const port = await freePort()
  const binaries = join(reachableBinaries(runAs), 'bin')
  // The folder is ours alone: where PostgreSQL is another user, its data is beside it.
  const dataDirectory = runAs ? `${folder}-data` : join(folder, 'data')
  const plan = {
    binaries,
    dataDirectory,
    port,
    database: 'postgres',
    user: 'postgres',
    passwordFile,
    runAs,
    isDurable: false,
  }
  await preparePostgres(plan, () => undefined)

  const superuserUrl = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined
  const start = async () => {
    const options = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'dynamic_shared_memory_type=mmap']
    server = spawn(join(binaries, 'postgres'), ['-D', dataDirectory, '-p', String(port), '-k', '', ...options], {
      cwd: '/',
      stdio: 'ignore',
      ...runAs,
    })
    await untilAnswers(superuserUrl)
  }
  const stop = async () => {
    if (!server) return
    const ended = once(server, 'exit')
    // Fast: sessions are ended, as by `pg_ctl restart`.
    server.kill('SIGINT')
    await ended
  }
  await start()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await migrateDatabase({ url, password: PASSWORD, servicesPassword: PASSWORD, backupsPassword: PASSWORD })
  return {
    url: `postgres://ichrisbirch_services@127.0.0.1:${port}/postgres`,
    password: PASSWORD,
    superuserUrl,
    async restart() {
      await stop()
      await start()
    },
    async remove() {
      await stop()
      for (const path of [folder, dataDirectory]) rmSync(path, { recursive: true, force: true })
    },
  }
}

async function untilAnswers(url: string): Promise<void> {
  for (const until = Date.now() + 60_000; ; ) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await delay(50)
    }
  }
}
