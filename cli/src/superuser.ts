import type pg from 'pg'
import type { Engine } from './engines/engine.ts'
import type { Stack } from './environments.ts'
import { Failure } from './failure.ts'
import { readSecret } from './secrets.ts'

/** Asks the database of a running environment as its superuser, on its port of this machine. */
export async function asSuperuser<Result>(
  stack: Stack,
  engine: Engine,
  work: (client: pg.Client) => Promise<Result>,
  password = readSecret(stack, 'postgres_password'),
): Promise<Result> {
  const port = await engine.port('postgres', 5432)
  if (port === undefined) {
    throw new Failure(`The database of ${stack.name} is not running`, {
      suggestion: `./cli/ichrisbirch ${stack.name} start`,
    })
  }
  const { default: postgres } = await import('pg')
  const client = new postgres.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'ichrisbirch',
    application_name: 'ichrisbirch',
    connectionTimeoutMillis: 3000,
    query_timeout: 10_000,
  })
  client.on('error', () => {}) // a connection lost while nothing is asked of it: the next question fails
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
