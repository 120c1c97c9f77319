import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { onServer } from '@ichrisbirch/db/dumps/connection'
import { withScratch } from '@ichrisbirch/db/dumps/scratch'
import { quietOptions } from '../../test-fixtures/house/stack.ts'
import { until } from '../../test-fixtures/until.ts'
import { secretsRotate } from '../commands/secrets.ts'
import type { Context } from '../context.ts'
import { openHouse } from '../database/house.ts'
import { recordEngine } from '../engines/choose.ts'
import { LocalEngine } from '../engines/local/local.ts'
import { renderStack } from '../engines/local/prepare.ts'
import { testRunStack } from '../environments.ts'
import { asSuperuser } from '../superuser.ts'
import { claimTestRun, removeTestRun } from '../testing/leftovers.ts'
import { checkBackups } from './backups.ts'
import type { Finding, Scene } from './check.ts'
import { checkDatabase } from './database.ts'
import { checkLeftDatabases } from './left-databases.ts'
import { checkServices } from './services.ts'

const root = join(import.meta.dirname, '../../..')
const said: string[] = []
const options = { ...quietOptions(said), deadlineSeconds: 120 }
const context = { root, signal: options.signal, progress: options.progress, print: () => {} } as unknown as Context

suite('a house that runs', () => {
  const id = randomBytes(3).toString('hex')
  const stack = testRunStack(id, root, { isKept: false })
  const engine = new LocalEngine(stack)
  let scene: Scene

  before(async () => {
    claimTestRun(root, id, false)
    recordEngine(stack, 'local')
    await engine.start({ ...options, services: ['api', 'scheduler'] })
    scene = { stack, engine, model: await renderStack(stack), signal: options.signal }
  })
  after(() => removeTestRun(context, id))

  const problems = (findings: Finding[]) => findings.filter(({ state }) => state === 'problem')
  const secret = (name: string) => join(stack.stateDirectory, 'secrets', name)
  const read = (name: string) => readFileSync(secret(name), 'utf8').trim()
  const isHealthy = async () => {
    const port = await engine.port('api', 8000)
    return fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  }

  test('has nothing wrong with it', async () => {
    assert.deepEqual(
      [...(await checkDatabase(scene)), ...(await checkServices(scene))].filter(({ state }) => state !== 'ok'),
      [],
    )
  })

  test('with a migration too few or too many says so', async () => {
    await asSuperuser(stack, engine, async (client) => {
      await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 1)")
      assert.match(problems(await checkDatabase(scene))[0]?.text ?? '', /1 migrations that this version does not know/)
      await client.query("delete from drizzle.__drizzle_migrations where hash = 'of the future'")
      const { rows } = await client.query('delete from drizzle.__drizzle_migrations returning *')
      assert.match(problems(await checkDatabase(scene))[0]?.text ?? '', /migrations are pending/)
      for (const { id: number, hash, created_at } of rows)
        await client.query('insert into drizzle.__drizzle_migrations values ($1, $2, $3)', [number, hash, created_at])
    })
    assert.deepEqual(problems(await checkDatabase(scene)), [])
  })

  test('with what killed loads have left beside it names it with age, size and command, and mends it', async () => {
    const left = ['ichrisbirch_scratch_0badcafe', 'ichrisbirch_before_20260101000000000']
    const { server } = await openHouse(stack, engine)
    await withScratch(server, undefined, async (atWork) => {
      await asSuperuser(stack, engine, async (client) => {
        for (const name of left) await client.query(`create database ${name}`)
      })
      const found = problems(await checkLeftDatabases(scene))
      assert.equal(found.length, 2)
      for (const [index, name] of left.toSorted().entries())
        assert.match(found[index]?.text ?? '', new RegExp(`database ${name}: [\\d.]+ MB, 0 min old`))
      assert.match(found[0]?.fix ?? '', /test-\w+ db clean/)
      assert.match((await found[0]?.repair?.()) ?? '', /removed the database ichrisbirch_scratch_0badcafe/)
      assert.deepEqual(problems(await checkLeftDatabases(scene)), [])
      await onServer(server, { database: atWork }, (client) => client.query('select 1'))
    })
  })

  test('and backs itself up says how old the newest one is', async () => {
    const dev = { ...scene, stack: { ...stack, environment: 'prod' as const } }
    assert.match(problems(await checkBackups(dev))[0]?.text ?? '', /no backup/)
    await asSuperuser(stack, engine, async (client) => {
      const insert = (age: string, fault: string | null) =>
        client.query(
          `insert into backups (id, name, place, made_at, bytes, encrypted, verified_at, fault)
           values (gen_random_uuid(), gen_random_uuid(), 'volume', now() - $1::interval, 1, false, now(), $2)`,
          [age, fault],
        )
      await insert('3 days', null)
      await insert('1 hour', 'its rows differ')
      assert.match(problems(await checkBackups(dev))[0]?.text ?? '', /3 d old/)
      await insert('2 hours', null)
      assert.match((await checkBackups(dev))[0]?.text ?? '', /2 h old, and was restored to prove it/)
      await client.query('delete from backups')
    })
  })

  test('whose database was made with another password says so', async () => {
    const password = read('postgres_password')
    writeFileSync(secret('postgres_password'), 'another one')
    assert.match(problems(await checkDatabase(scene))[0]?.text ?? '', /refuses the password/)
    // Once is enough: the other checks that ask it say nothing of it.
    assert.deepEqual(problems([...(await checkLeftDatabases(scene)), ...(await checkBackups(scene))]), [])
    writeFileSync(secret('postgres_password'), password)
  })

  test('gets new secrets and goes on running: old passwords are refused, new ones are known', async () => {
    const names = ['postgres_password', 'database_password', 'redis_password', 'auth_secret', 'sign_up_code']
    const old = new Map(names.map((name) => [name, read(name)]))
    await secretsRotate(stack, [], { engine: 'local', all: true, yes: true }, context)
    for (const name of names) assert.notEqual(read(name), old.get(name))
    assert.equal(statSync(join(stack.stateDirectory, 'secrets')).mode & 0o777, 0o700)
    assert.match(said.join('\n'), /everybody has to sign in again/)
    await until(isHealthy)
    assert.deepEqual(problems([...(await checkDatabase(scene)), ...(await checkServices(scene))]), [])
    await assert.rejects(
      asSuperuser(stack, engine, async () => {}, old.get('postgres_password')),
      { code: '28P01' },
    )
  })

  test('takes a rotation to its end that was killed after the database had learned the new password', async () => {
    const next = randomBytes(32).toString('base64url')
    await asSuperuser(stack, engine, (client) => client.query(`alter role postgres password '${next}'`))
    writeFileSync(`${secret('postgres_password')}.next`, next)
    await secretsRotate(stack, ['postgres_password'], { engine: 'local' }, context)
    assert.notEqual(read('postgres_password'), next)
    assert.deepEqual(problems(await checkDatabase(scene)), [])
  })

  test('a rotation that ends everybody’s session is not done without a yes', async () => {
    const before = read('auth_secret')
    await assert.rejects(secretsRotate(stack, ['auth_secret'], { engine: 'local' }, context), /would be replaced/)
    assert.equal(read('auth_secret'), before)
  })
})
