import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BACKUPS } from '../migrations.ts'
import { seed } from '../seed.ts'
import { onServer } from './connection.ts'
import { checkDumpFile, readDumpFile, writeDumpFile } from './file.ts'
import { type HouseServer, verify } from './load.ts'
import { replaceHouse } from './replace.ts'
import { databasesBeside, openTestHouses } from './test-houses.ts'
import { dump } from './write.ts'

const { folder, house, backupsPassword } = await openTestHouses()
const own = await house()
await seed(own, { tasks: 40, seed: 1, today: '2026-11-23', email: 'ada@example.org' })
const byBackups = asBackups(own)
const file = join(folder, 'house.dump')

function asBackups(server: HouseServer): HouseServer {
  const url = new URL(server.url)
  url.username = BACKUPS
  return { ...server, url: url.href, password: backupsPassword }
}

test('the backups’ role writes the dump that the superuser writes', async () => {
  const manifest = await writeDumpFile(file, dump(byBackups, { source: 'test' }))
  const other = await writeDumpFile(join(folder, 'other.dump'), dump(own, { source: 'test' }))
  assert.deepEqual({ ...manifest, madeAt: '' }, { ...other, madeAt: '' })
  assert.equal(manifest.tables.find(({ name }) => name === 'tasks')?.rows, 40)
})

test('the backups’ role proves a dump in a database of its own, and leaves none behind', async () => {
  const { manifest, accounts } = await verify(byBackups, readDumpFile(file))
  assert.deepEqual([manifest.source, accounts], ['test', 1])
  assert.deepEqual(await databasesBeside(own), [])
})

test('what the backups’ role wrote is loaded into another house', async () => {
  const target = await house()
  await checkDumpFile(file)
  await replaceHouse(target, { by: readDumpFile(file), restorePoint: join(folder, 'before.dump'), source: 'test' })
  const { rows } = await onServer(target, {}, (client) => client.query('select count(*)::int as n from tasks'))
  assert.equal(rows[0].n, 40)
})

test('one byte that differs is found, and no database is left behind', async () => {
  const bytes = readFileSync(file)
  for (const at of [20, Math.floor(bytes.length / 2), bytes.length - 10]) {
    const bad = Buffer.from(bytes)
    bad[at] = (bad[at] ?? 0) ^ 1
    const path = join(folder, 'bad.dump')
    writeFileSync(path, bad)
    await assert.rejects(verify(byBackups, readDumpFile(path)), { name: 'DumpFault' })
  }
  assert.deepEqual(await databasesBeside(own), [])
})

test('the backups’ role changes nothing of the house: no row, no table, no role, no other database', async () => {
  const statements = [
    'delete from tasks',
    "insert into users (id, name, email) values (gen_random_uuid(), 'x', 'x@example.org')",
    'create table public.x (y text)',
    'drop table tasks',
    'truncate tasks',
    `set role ichrisbirch_owner`,
    `set role ichrisbirch_services`,
    `create role x`,
    `alter role ichrisbirch_services password 'x'`,
    `drop database ${new URL(own.url).pathname.slice(1)}`,
    `alter database ${new URL(own.url).pathname.slice(1)} rename to x`,
    "copy (select 1) to program 'true'",
  ]
  await onServer(byBackups, {}, async (client) => {
    for (const statement of statements)
      await assert.rejects(
        client.query(statement),
        /permission denied|must be (owner|superuser)|currently open|pg_execute_server_program/,
        statement,
      )
  })
})

test('a scratch database that the superuser left is not the backups’ role to remove, and does not stop it', async () => {
  const name = `${new URL(own.url).pathname.slice(1)}_scratch_00000000`
  await onServer(own, { database: 'postgres' }, (client) => client.query(`create database ${name}`))
  await verify(byBackups, readDumpFile(file))
  assert.deepEqual(await databasesBeside(own), [name])
  await verify(own, readDumpFile(file))
  assert.deepEqual(await databasesBeside(own), [])
})
