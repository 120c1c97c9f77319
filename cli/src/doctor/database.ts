import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asSuperuser } from '../superuser.ts'
import { isDatabaseRunning } from './ask-database.ts'
import { type Check, type Finding, ok, problem, type Scene, unknown } from './check.ts'

const version = 16
const toleratedSeconds = 5

/** The database answers, is of the right version, at the newest migration, and its clock is ours. */
export const checkDatabase: Check = async (scene) => {
  const { stack, engine } = scene
  if (!(await isDatabaseRunning(scene))) return [unknown('the database: it is not running')]
  try {
    return await asSuperuser(stack, engine, async (client) => {
      const { rows } = await client.query<{ number: string; now: string }>(
        "select current_setting('server_version') as number, extract(epoch from clock_timestamp()) as now",
      )
      const applied = await client.query<{ count: string }>('select count(*) from drizzle.__drizzle_migrations').then(
        (result) => Number(result.rows[0]?.count),
        () => 0, // no such table: nothing was migrated yet
      )
      return [...serverFindings(rows[0]?.number ?? '', Number(rows[0]?.now)), migrations(scene, applied)]
    })
  } catch (error) {
    return [unreachable(scene, error as NodeJS.ErrnoException)]
  }
}

function serverFindings(number: string, seconds: number): Finding[] {
  const off = Math.abs(seconds - Date.now() / 1000)
  return [
    Number.parseInt(number, 10) === version
      ? ok(`the database answers: PostgreSQL ${number}`)
      : problem(
          `the database is PostgreSQL ${number}: ${version} is needed`,
          'dump it with the old version, then load it: ./cli/ichrisbirch --help',
        ),
    ...(off > toleratedSeconds
      ? [
          problem(
            `the clock of the database is ${off.toFixed(0)} s off`,
            'restart the Docker engine, whose machine has slept',
          ),
        ]
      : []),
  ]
}

function migrations({ stack }: Scene, applied: number): Finding {
  const journal = readFileSync(join(stack.root, 'packages/db/migrations/meta/_journal.json'), 'utf8')
  const known = (JSON.parse(journal) as { entries: unknown[] }).entries.length
  const self = `./cli/ichrisbirch ${stack.name}`
  if (applied === known) return ok(`all ${known} migrations are applied`)
  if (applied > known)
    return problem(
      `the database has ${applied - known} migrations that this version does not know`,
      'run the version that made them: git pull',
    )
  return problem(`${known - applied} migrations are pending`, `${self} rebuild`)
}

function unreachable({ stack }: Scene, error: NodeJS.ErrnoException): Finding {
  const self = `./cli/ichrisbirch ${stack.name}`
  if (error.code === '28P01') {
    return problem(
      'the database refuses the password of secrets/postgres_password, as it was made with another one',
      `put the old secret back, or restore a dump into a new database: ${self} --help`,
    )
  }
  if (error.code === 'ENOENT') return problem('secrets/postgres_password is missing', `${self} secrets init`)
  return problem(`the database does not answer: ${error.message}`, `${self} logs postgres`)
}
