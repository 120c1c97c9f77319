import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { ACTIVITY_VERSION } from './activity-triggers.ts'
import { CHANGES_VERSION } from './changes.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { migrateDatabase, SERVICES } from './migrations.ts'
import { QUEUE_VERSION } from './queue.ts'

/**
 * The services' password in databases of tests. Roles are the whole server's: where a house runs on it, its services
 * sign in with the same one, and would be locked out by another.
 */
const PASSWORD = process.env.TEST_SERVICES_PASSWORD ?? 'services-of-a-test'
const BACKUPS_PASSWORD = process.env.TEST_BACKUPS_PASSWORD ?? 'backups-of-a-test'

export interface TestDatabase extends OpenDatabase {
  /** As the services' role, and its password: what a process under test is configured with. */
  url: string
  password: string
  backupsPassword: string
  /** As superuser, with its password: for what a test does behind the services' back. */
  superuserUrl: string
}

/** A migrated database of this test file alone, removed after it: a clone of a template that is migrated once. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('There is no PostgreSQL for tests. Run them with ./cli/ichrisbirch test run [paths].')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asSuperuser(server, async (client) => {
    await client.query(`create database ${name} template ${await ensureTemplate(server, client)}`)
  })
  const url = withDatabase(server, name, SERVICES)
  let isOver = false
  const open = openDatabase({
    url,
    password: PASSWORD,
    name: 'test',
    // What a service still has in hand when its test file ends loses its connection: that is no fault.
    onError: (error) => {
      if (!isOver) throw error
    },
  })
  after(async () => {
    isOver = true
    await open.close()
    await asSuperuser(server, (client) => client.query(`drop database ${name} with (force)`))
  })
  return {
    ...open,
    url,
    password: PASSWORD,
    backupsPassword: BACKUPS_PASSWORD,
    superuserUrl: withDatabase(server, name),
  }
}

async function ensureTemplate(server: string, client: pg.Client): Promise<string> {
  const folder = fileURLToPath(new URL('../migrations', import.meta.url))
  const hash = createHash('sha256').update(
    `queue ${QUEUE_VERSION} changes ${CHANGES_VERSION} activity ${ACTIVITY_VERSION}`,
  )
  for (const file of readdirSync(folder).filter((file) => file.endsWith('.sql')))
    hash.update(readFileSync(`${folder}/${file}`))
  const template = `template_${hash.digest('hex').slice(0, 16)}`
  // Test files run side by side: the first makes the template, the others wait.
  await client.query('select pg_advisory_lock(7411)')
  const found = await client.query('select from pg_database where datname = $1 and datistemplate', [template])
  if (found.rowCount === 0) {
    await client.query(`drop database if exists ${template}`)
    await client.query(`create database ${template}`)
    const url = new URL(withDatabase(server, template))
    const password = decodeURIComponent(url.password)
    url.password = ''
    await migrateDatabase({ url: url.href, password, servicesPassword: PASSWORD, backupsPassword: BACKUPS_PASSWORD })
    await client.query(`alter database ${template} is_template true`)
  }
  await client.query('select pg_advisory_unlock(7411)')
  return template
}

async function asSuperuser<Result>(server: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function withDatabase(server: string, database: string, user?: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  if (user) {
    url.username = user
    url.password = ''
  }
  return url.href
}
