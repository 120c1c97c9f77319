import { randomUUID } from 'node:crypto'
import { after } from 'node:test'
import { type Client, createClient } from '@ichrisbirch/contract/client'
import { createChanges } from '@ichrisbirch/db/changes'
import { openTestDatabase, type TestDatabase } from '@ichrisbirch/db/testing'
import { createHealth } from '@ichrisbirch/runtime/health'
import { createLogger } from '@ichrisbirch/runtime/log'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { ApiConfig } from './config.ts'

export interface TestApi {
  app: FastifyInstance
  database: TestDatabase
  url: string
  /** Signs up a new person and answers a client that asks as them. */
  signUp: () => Promise<Person>
}

export interface Person {
  client: Client
  cookie: string
  email: string
  password: string
}

export const TEST_CONFIG: ApiConfig = {
  // Answers are checked against their schemas.
  NODE_ENV: 'development',
  ENVIRONMENT: 'testing',
  HOST: '127.0.0.1',
  PORT: 0,
  LOG_LEVEL: 'fatal',
  DATABASE_URL: 'postgres://unused',
  DATABASE_PASSWORD: 'unused',
  AUTH_SECRET: 'a secret of tests that is long enough',
  SIGN_UP: 'open',
  API_ORIGIN: 'http://localhost:8001',
  APP_ORIGIN: 'http://localhost:5001',
  CHAT_ORIGIN: 'http://localhost:8507',
  API_WORKERS: 1,
}

/** The real API on a database of the test file's own, listening on a free port; closed after the file. */
export async function startTestApi(config: Partial<ApiConfig> = {}): Promise<TestApi> {
  const database = await openTestDatabase()
  const changes = createChanges({
    ...database,
    name: 'test changes',
    // Its connection is cut with the database of the file.
    onError: () => {},
  })
  const app = await buildApp({
    changes,
    config: { ...TEST_CONFIG, ...config },
    db: database.db,
    health: createHealth({ database: database.ping }),
    log: createLogger({ service: 'api', level: 'fatal', readable: false }),
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  after(async () => {
    await app.close()
    await changes.close()
  })
  return { app, database, url, signUp: () => signUp(url) }
}

/** The JSON of an answer, as the test expects it. */
export async function jsonOf<Shape>(response: Response): Promise<Shape> {
  return (await response.json()) as Shape
}

async function signUp(url: string): Promise<Person> {
  const email = `${randomUUID()}@example.org`
  const password = 'correct horse battery'
  const response = await fetch(`${url}/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email, password }),
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { client: createClient({ url, headers: { cookie } }), cookie, email, password }
}
