import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { testSeed } from '@ichrisbirch/contract/testing'
import { becomeOwner, migrateDatabase } from '../migrations.ts'
import { seed } from '../seed.ts'
import { onServer } from './connection.ts'
import type { DumpFault } from './fault.ts'
import { checkDumpFile, readDumpFile, readManifest, writeDumpFile } from './file.ts'
import { encodeHead, encodeManifest, readRecords } from './format.ts'
import { verify } from './load.ts'
import { replaceHouse } from './replace.ts'
import { knownMigrations, makeTables } from './schema.ts'
import { contentsOf, databasesBeside, openTestHouses } from './test-houses.ts'
import { dump } from './write.ts'

const { folder, house } = await openTestHouses()
const today = '2026-11-23'
const small = await house()
await seed(small, { tasks: 40, seed: 1, today, email: 'ada@example.org' })
const file = join(folder, 'small.dump')
await writeDumpFile(file, dump(small, { source: 'test' }))
const bytes = readFileSync(file)

const refusedAs = (code: string) => (error: DumpFault) => error.name === 'DumpFault' && error.code === code
const drain = async (source: AsyncIterable<unknown>) => {
  for await (const _ of source);
}
const read = (content: Buffer) => drain(readRecords(Readable.from([content], { objectMode: false })))

test('what is loaded is what was dumped: every table, sequence and generated column, and a photo of the largest size', async () => {
  await onServer(small, {}, async (client) => {
    const odd = 'tab\t, line\nbreak, back\\slash, "quote" and 💡'
    await client.query('update tasks set name = $1 where id = (select min(id::text)::uuid from tasks)', [odd])
    await client.query(
      `insert into files (id, owner_id, type, bytes, sha256, width, height, content)
       select gen_random_uuid(), owner_id, 'image/gif', length($1::bytea), '', 1, 1, $1::bytea from tasks limit 1`,
      [randomBytes(8 * 1024 * 1024)],
    )
  })
  const other = await house()
  const path = join(folder, 'round-trip.dump')
  const manifest = await writeDumpFile(path, dump(small, { source: 'test' }))
  await replaceHouse(other, { by: readDumpFile(path), restorePoint: join(folder, 'p1.dump'), source: 'test' })
  assert.deepEqual(await contentsOf(other), await contentsOf(small))
  assert.deepEqual(
    manifest.tables.map(({ name, rows, checksum }) => [name, { rows, checksum }]),
    Object.entries(await contentsOf(small)),
  )
  const found = await onServer(other, {}, (client) =>
    client.query("select count(*)::int as n from tasks where search @@ to_tsquery('simple', 'slash')"),
  )
  assert.equal(found.rows[0].n, 1)
  const last = await onServer(other, {}, (client) => client.query('select last_value from messages_sequence_seq'))
  assert.equal(last.rows[0].last_value, '2')
  assert.deepEqual(await databasesBeside(other), [])
  // The house of the tests that follow is a small one.
  await onServer(small, {}, (client) => client.query('delete from files'))
})

test('all indexes and constraints are there after a load, in the hands of the owner of the tables', async () => {
  const describe = (server: typeof small) =>
    onServer(server, {}, async (client) => {
      const { rows } = await client.query(`
        select indexdef as text, '' as owner from pg_indexes where schemaname = 'public'
        union select conname || pg_get_constraintdef(oid), '' from pg_constraint where connamespace = 'public'::regnamespace
        union select relname, relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace order by 1`)
      return rows
    })
  const other = await house()
  await replaceHouse(other, { by: readDumpFile(file), restorePoint: join(folder, 'p2.dump'), source: 'test' })
  assert.deepEqual(await describe(other), await describe(await house()))
})

/** A dump of a few kilobytes, for what is tried with each of its bytes. */
async function fewBytes(): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of dump(await house(), { source: 'test' })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Every byte takes minutes (DUMP_TEST_BYTES=all); by itself a run takes 300 of them, others with each commit. */
function* someOf(bytes: Buffer): Generator<number> {
  const step = process.env.DUMP_TEST_BYTES === 'all' ? 1 : Math.max(1, Math.floor(bytes.length / 300))
  for (let at = testSeed() % step; at < bytes.length; at += step) yield at
}

test('a dump is cut at any byte: it is refused', async () => {
  const few = await fewBytes()
  for (const length of someOf(few)) {
    await assert.rejects(read(few.subarray(0, length)), { name: 'DumpFault' }, `cut after ${length} bytes`)
  }
  await assert.rejects(read(bytes.subarray(0, -1)), refusedAs('cut'))
  await assert.rejects(read(Buffer.alloc(0)), refusedAs('cut'))
})

test('any byte of a dump is changed, or one is added: it is refused', async () => {
  const few = await fewBytes()
  for (const at of someOf(few)) {
    const changed = Buffer.from(few)
    changed.writeUInt8(few.readUInt8(at) ^ (1 + (at % 255)), at)
    await assert.rejects(read(changed), { name: 'DumpFault' }, `byte ${at}`)
  }
  await assert.rejects(read(Buffer.concat([bytes, Buffer.from('x')])), refusedAs('damaged'))
})

test('a dump is read the same in whatever pieces it comes', async () => {
  for (const size of [1, 7, 4096]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    )
    await drain(readRecords(Readable.from(pieces)))
  }
})

test('a file of somebody else is refused, pg_dump’s by its name', async () => {
  await assert.rejects(read(Buffer.from('create table x (y text);\n')), refusedAs('foreign'))
  await assert.rejects(read(Buffer.from('PGDMP\x01\x0e\x00\x04\x08')), /pg_restore/)
  await assert.rejects(read(readFileSync(process.execPath).subarray(0, 100_000)), refusedAs('foreign'))
})

test('a dump of a newer version is refused before anything is changed', async () => {
  const head = { format: 1, madeAt: '', source: 'test', postgres: '16', tables: [] }
  const migrations = [...knownMigrations(), { name: '9999_from_the_future', hash: 'x' }]
  const target = await house()
  const newer = Readable.from([encodeHead({ ...head, migrations })], { objectMode: false })
  await assert.rejects(verify(target, newer), /9999_from_the_future/)
  await assert.rejects(read(encodeHead({ ...head, format: 2, migrations })), refusedAs('newer'))
  assert.deepEqual(await databasesBeside(target), [])
})

test('a dump of an older version is loaded into its own tables and then migrated', async (context) => {
  const known = knownMigrations()
  if (known.length < 2) return context.skip('there is only one migration yet')
  const old = await house('empty')
  await onServer(old, {}, async (client) => {
    await becomeOwner(client)
    await makeTables(client, 1)
  })
  await onServer(old, {}, (client) =>
    client.query(`insert into users (id, name, email) values (gen_random_uuid(), 'Old', 'old@example.org')`),
  )
  const path = join(folder, 'old.dump')
  const manifest = await writeDumpFile(path, dump(old, { source: 'test' }))
  assert.equal(manifest.migrations.length, 1)
  const target = await house()
  await replaceHouse(target, { by: readDumpFile(path), restorePoint: join(folder, 'p3.dump'), source: 'test' })
  const { password, servicesPassword, url } = target
  assert.equal(await migrateDatabase({ url, password, servicesPassword }), 0)
  const found = await onServer(target, {}, (client) => client.query('select name from users'))
  assert.deepEqual(found.rows, [{ name: 'Old' }])
})

test('what was never migrated has nothing to dump', async () => {
  const nothing = await house('empty')
  await assert.rejects(drain(dump(nothing, { source: 'test' })), /never migrated/)
})

test('a dump is of one moment, whoever writes meanwhile', async () => {
  const busy = await house()
  await seed(busy, { tasks: 3000, seed: 2, today, email: 'busy@example.org' })
  const before = await contentsOf(busy)
  const pieces: Buffer[] = []
  let isChanged = false
  for await (const piece of dump(busy, { source: 'test' })) {
    if (!isChanged) await onServer(busy, {}, (client) => client.query('delete from tasks; delete from users'))
    isChanged = true
    pieces.push(piece)
  }
  const target = await house()
  const by = Readable.from(pieces)
  await replaceHouse(target, { by, restorePoint: join(folder, 'p4.dump'), source: 'test' })
  assert.deepEqual(await contentsOf(target), before)
})

test('verify finds whole bytes whose rows are not those of that moment', async () => {
  const pieces: Buffer[] = []
  for await (const piece of dump(small, { source: 'test' })) pieces.push(piece)
  // The same rows under the manifest of another house: each file alone is in order.
  const manifest = await readManifest(file)
  const tables = manifest.tables.map((table) => ({ ...table, checksum: `${table.checksum}1` }))
  const hash = createHash('sha256')
  for (const piece of pieces.slice(0, -1)) hash.update(piece)
  const whole = [...pieces.slice(0, -1), encodeManifest({ ...manifest, tables }, hash)]
  await assert.rejects(verify(small, Readable.from(whole)), refusedAs('different'))
  assert.deepEqual(await databasesBeside(small), [])
})

test('verify signs in as each account, and finds one whose password is no hash', async () => {
  const odd = await house()
  await seed(odd, { tasks: 5, seed: 3, today, email: 'odd@example.org' })
  const good = join(folder, 'good.dump')
  await writeDumpFile(good, dump(odd, { source: 'test' }))
  assert.equal((await verify(odd, readDumpFile(good))).accounts, 1)
  await onServer(odd, {}, (client) => client.query("update sign_in_methods set password = 'in the open'"))
  const bad = join(folder, 'bad.dump')
  await writeDumpFile(bad, dump(odd, { source: 'test' }))
  await assert.rejects(verify(odd, readDumpFile(bad)), refusedAs('no sign-in'))
})

test('a dump is readable by its owner alone, and never takes the place of another file unasked', async () => {
  assert.equal(statSync(file).mode & 0o777, 0o600)
  await assert.rejects(writeDumpFile(file, dump(small, { source: 'test' })), refusedAs('taken'))
  assert.deepEqual(readFileSync(file), bytes)
})

test('the end of a file tells what is in it', async () => {
  const manifest = await readManifest(file)
  assert.deepEqual(await checkDumpFile(file), manifest)
  assert.equal(manifest.tables.find(({ name }) => name === 'tasks')?.rows, 40)
  const cut = join(folder, 'cut.dump')
  writeFileSync(cut, bytes.subarray(0, -9))
  await assert.rejects(readManifest(cut), { name: 'DumpFault' })
})

test('any zstd and psql bring the rows back, without us', async (context) => {
  const [zstd, psql] = ['zstd', 'psql'] as const
  for (const program of [zstd, psql]) {
    if (spawnSync(program, ['--version']).status !== 0) return context.skip(`${program} is not installed`)
  }
  const target = await house()
  const { stdout } = spawnSync(zstd, ['-dc', file], { maxBuffer: 1 << 26 })
  const loaded = spawnSync(psql, ['-q', '--single-transaction', '-v', 'ON_ERROR_STOP=1', target.url], {
    input: stdout,
    env: { ...process.env, PGPASSWORD: target.password },
  })
  assert.equal(loaded.status, 0, loaded.stderr.toString())
  const other = await house()
  await replaceHouse(other, { by: readDumpFile(file), restorePoint: join(folder, 'p5.dump'), source: 'test' })
  assert.deepEqual(await contentsOf(target), await contentsOf(other))
})

test('a full disk during a dump leaves the file that was there, and nothing else', async (context) => {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk])
  if (mounted.status !== 0) return context.skip('only root can make a full disk')
  try {
    const big = await house()
    await seed(big, { tasks: 5000, seed: 4, today, email: 'big@example.org' })
    const path = join(disk, 'house.dump')
    copyFileSync(file, path)
    const full = { code: 'ENOSPC' }
    await assert.rejects(writeDumpFile(path, dump(big, { source: 'test' }), { replace: true }), full)
    assert.deepEqual(readFileSync(path), bytes)
    await assert.rejects(writeDumpFile(join(disk, 'new.dump'), dump(big, { source: 'test' })), full)
    assert.deepEqual(readdirSync(disk), ['house.dump'])
  } finally {
    spawnSync('/bin/umount', [disk])
  }
})

test('a large house is dumped and read in little memory', { timeout: 240_000 }, async () => {
  const large = await house()
  // 150 MB: what is held would show.
  await onServer(large, {}, (client) =>
    client.query(`
      insert into users (id, name, email) values ('00000000-0000-7000-8000-000000000000', 'Large', 'large@example.org');
      insert into conversations (id, owner_id, title)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000000', 'Large');
      alter table messages alter parts set storage external;
      insert into messages (conversation_id, id, owner_id, role, parts)
      select '00000000-0000-7000-8000-000000000001', n, '00000000-0000-7000-8000-000000000000', 'user',
        jsonb_build_array(n::text || noise)
      from generate_series(1, 1500) n, (select string_agg(md5(m::text), '') as noise from generate_series(1, 3200) m)`),
  )
  const path = join(folder, 'large.dump')
  const program = join(import.meta.dirname, '../../test-fixtures/dump-and-check.ts')
  const child = spawn(process.execPath, ['--max-old-space-size=64', program, path], {
    env: { ...process.env, SERVER: JSON.stringify(large) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = (await child.stdout.toArray()).join('')
  const { rawBytes, memory } = JSON.parse(said) as { rawBytes: number; memory: number }
  assert.ok(rawBytes > 150e6, `${rawBytes} bytes of rows`)
  assert.ok(memory < 100e6, `${memory} bytes more memory`)
})
