import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { listAlarms } from '@ichrisbirch/db/alarms'
import { backups, lastGoodBackup, listBackups, recordBackup, recordVerification } from '@ichrisbirch/db/backups'
import { makeKeyFile } from '@ichrisbirch/db/backups/encryption'
import { newId } from '@ichrisbirch/db/columns'
import { readDumpFile } from '@ichrisbirch/db/dumps/file'
import { verify } from '@ichrisbirch/db/dumps/load'
import { insertTask } from '@ichrisbirch/db/tasks'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { users } from '@ichrisbirch/db/users'
import { BUCKET, CREDENTIALS, openS3Server } from '../../../../packages/db/test-fixtures/s3-server.ts'
import { s3Of } from '../backups/places.ts'
import type { SchedulerConfig } from '../config.ts'
import { runAt } from '../testing.ts'
import { backup } from './backup.ts'
import { removeOldBackups } from './remove-old-backups.ts'
import { verifyBackup } from './verify-backup.ts'

const database = await openTestDatabase()
const { db } = database
const server = await openS3Server()
const key = await makeKeyFile(new Date())
const root = mkdtempSync(join(tmpdir(), 'ichrisbirch-backups-'))
after(() => rmSync(root, { recursive: true, force: true }))

const owner = newId()
await db
  .insert(users)
  .values({ id: owner, name: 'Ada', email: 'ada@example.org', admin: true, timeZone: 'Europe/Berlin' })
await insertTask(db, owner, { id: newId(), name: 'water plants' }, 'first')

let folder = ''
let volume: Partial<SchedulerConfig> = {}
let both: Partial<SchedulerConfig> = {}
beforeEach(async () => {
  await db.delete(backups)
  folder = mkdtempSync(join(root, 'house-'))
  volume = {
    DATABASE_URL: database.url,
    DATABASE_PASSWORD: database.password,
    BACKUPS_PASSWORD: database.backupsPassword,
    BACKUP_DIRECTORY: join(folder, 'backups'),
  }
  both = {
    ...volume,
    BACKUP_KEY: key,
    BACKUP_S3_BUCKET: BUCKET,
    BACKUP_S3_PREFIX: `${folder.slice(-6)}/`,
    BACKUP_S3_ENDPOINT: server.endpoint,
    BACKUP_S3_CREDENTIALS: CREDENTIALS,
  }
})

const NIGHT = '2026-11-23T02:30:00.000Z'
const NAME = 'testing-2026-11-23T02-30-00Z.dump'
const pathOf = (name: string) => join(folder, 'backups', name)
const openAlarms = async () => (await listAlarms(db, { status: 'open', limit: 10 })).map(({ message }) => message)
const listed = () => listBackups(db, { limit: 1000 })

function superuser() {
  const url = new URL(database.superuserUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  return { url: url.href, password, servicesPassword: database.password }
}

test('a night makes one file, which the tool for dumps verifies, and which nobody else may read', async () => {
  await backup.run(runAt(db, NIGHT, volume))
  assert.deepEqual(readdirSync(join(folder, 'backups')), [NAME])
  assert.equal(statSync(pathOf(NAME)).mode & 0o777, 0o600)
  const { manifest, accounts } = await verify(superuser(), readDumpFile(pathOf(NAME)))
  assert.deepEqual([manifest.source, accounts], ['testing', 1])
  const [row] = await listed()
  assert.deepEqual(
    [row?.name, row?.place, row?.bytes, row?.encrypted, row?.migration, row?.verifiedAt],
    [NAME, 'volume', statSync(pathOf(NAME)).size, false, manifest.migrations.at(-1)?.name, null],
  )
})

test('the same night twice is one file, and what was verified stays so', async () => {
  await backup.run(runAt(db, NIGHT, volume))
  const bytes = readFileSync(pathOf(NAME))
  await verifyBackup.run(runAt(db, '2026-11-23T03:30:00.000Z', volume))
  await backup.run(runAt(db, NIGHT, volume))
  assert.ok(bytes.equals(readFileSync(pathOf(NAME))))
  const [row, ...others] = await listed()
  assert.deepEqual([row?.verifiedAt, others], ['2026-11-23T03:30:00Z', []])
  assert.equal(await lastGoodBackup(db), row?.madeAt)
})

test('with a key and a bucket the same encrypted bytes are in both places, over a line that drops, and both are proved', async () => {
  server.dropAfter(2000, 3)
  const listsBefore = server.lists()
  await backup.run(runAt(db, NIGHT, both))
  assert.equal(server.drops(), 3)
  assert.equal(server.lists() - listsBefore, 1, 'the bucket is listed once')
  const name = `${NAME}.age`
  assert.ok(readFileSync(pathOf(name)).subarray(0, 21).equals(Buffer.from('age-encryption.org/v1')))
  assert.ok(!readFileSync(pathOf(name)).includes('water plants'))
  await verifyBackup.run(runAt(db, '2026-11-23T03:30:00.000Z', both))
  const rows = await listed()
  assert.deepEqual(rows.map(({ place }) => place).sort(), ['s3', 'volume'])
  assert.equal(new Set(rows.map(({ sha256 }) => sha256)).size, 1)
  assert.ok(rows.every(({ verifiedAt, encrypted }) => verifiedAt && encrypted))
})

test('a run that fails at S3 has its file in the volume, and goes on at S3 when it is run again', async () => {
  await assert.rejects(backup.run(runAt(db, NIGHT, { ...both, BACKUP_S3_BUCKET: 'nowhere' })), { name: 'NoSuchBucket' })
  const bytes = readFileSync(pathOf(`${NAME}.age`))
  assert.deepEqual(
    (await listed()).map(({ place }) => place),
    ['volume'],
  )
  await backup.run(runAt(db, NIGHT, both))
  assert.ok(bytes.equals(readFileSync(pathOf(`${NAME}.age`))))
  assert.equal((await listed()).length, 2)
})

test('one byte that differs, anywhere, fails the verification and raises the alarm; the next good backup ends it', async () => {
  await backup.run(runAt(db, NIGHT, volume))
  const whole = readFileSync(pathOf(NAME))
  // In the head, where PostgreSQL stumbles first; in the rows; in the manifest; in the hash at the end.
  const places = [whole.indexOf('"columns"') + 13, Math.floor(whole.length / 2), whole.length - 300, whole.length - 20]
  for (const at of places) {
    const bad = Buffer.from(whole)
    bad[at] = (bad[at] ?? 0) ^ 1
    writeFileSync(pathOf(NAME), bad)
    await assert.rejects(
      verifyBackup.run(runAt(db, '2026-11-23T03:30:00.000Z', volume)),
      /cannot be restored/,
      `byte ${at}`,
    )
    const [alarm, ...others] = await openAlarms()
    assert.match(alarm ?? '', new RegExp(`${NAME} \\(volume\\) cannot be restored: .+`))
    assert.deepEqual(others, [])
    const [row] = await listed()
    assert.deepEqual([row?.verifiedAt, typeof row?.fault], [null, 'string'])
  }
  await backup.run(runAt(db, '2026-11-24T02:30:00.000Z', volume))
  await verifyBackup.run(runAt(db, '2026-11-24T03:30:00.000Z', volume))
  assert.deepEqual(await openAlarms(), [])
  await removeOldBackups.run(runAt(db, '2026-11-24T04:30:00.000Z', volume))
  assert.deepEqual(readdirSync(join(folder, 'backups')), ['testing-2026-11-24T02-30-00Z.dump'])
})

test('a lost or wrong key is an alarm, as a damaged file is', async () => {
  await backup.run(runAt(db, NIGHT, { ...volume, BACKUP_KEY: key }))
  for (const BACKUP_KEY of [undefined, await makeKeyFile(new Date())]) {
    const run = runAt(db, '2026-11-23T03:30:00.000Z', { ...volume, ...(BACKUP_KEY && { BACKUP_KEY }) })
    await assert.rejects(verifyBackup.run(run), /no key|another key/)
  }
  await verifyBackup.run(runAt(db, '2026-11-23T03:30:00.000Z', { ...volume, BACKUP_KEY: key }))
  assert.deepEqual(await openAlarms(), [])
})

test('a database that cannot be reached is no fault of the backup, and no alarm of it', async () => {
  await backup.run(runAt(db, NIGHT, volume))
  const elsewhere = { ...volume, DATABASE_URL: 'postgres://x@127.0.0.1:1/nowhere' }
  await assert.rejects(verifyBackup.run(runAt(db, '2026-11-23T03:30:00.000Z', elsewhere)), { code: 'ECONNREFUSED' })
  assert.deepEqual([await openAlarms(), (await listed())[0]?.fault], [[], null])
})

test('a house that was restored finds the files that it does not know, and forgets those that are not there', async () => {
  await backup.run(runAt(db, NIGHT, volume))
  await db.delete(backups)
  const gone = { name: 'testing-2026-11-01T02-30-00Z.dump', place: 'volume', madeAt: '2026-11-01T02:30:00Z' } as const
  await recordBackup(db, { ...gone, bytes: 1, sha256: null, migration: null, encrypted: false })
  writeFileSync(pathOf('notes.txt'), 'mine')
  await verifyBackup.run(runAt(db, '2026-11-23T03:30:00.000Z', volume))
  const rows = await listed()
  assert.deepEqual(
    rows.map(({ name, madeAt }) => [name, madeAt]),
    [[NAME, '2026-11-23T02:30:00Z']],
  )
  assert.ok(rows[0]?.verifiedAt && rows[0].sha256 && rows[0].migration)
})

test('each place keeps 14 days, 8 weeks and 12 months, and everything that is no backup of this house', async () => {
  const nights = Array.from({ length: 120 }, (_, ago) => new Date(Date.parse(NIGHT) - ago * 86_400_000).toISOString())
  const names = nights.map((night) => `testing-${night.slice(0, 19).replaceAll(':', '-')}Z.dump.age`)
  const others = ['notes.txt', 'prod-2020-01-01T02-30-00Z.dump']
  const s3 = await s3Of(runAt(db, NIGHT, both).config)
  mkdirSync(join(folder, 'backups'))
  for (const name of [...names, ...others]) {
    writeFileSync(pathOf(name), 'a backup')
    await s3?.upload(name, pathOf(name))
  }
  await removeOldBackups.run(runAt(db, NIGHT, both)) // finds them; none is verified, so none goes
  assert.equal((await listed()).length, 240)
  for (const { id } of await listed()) await recordVerification(db, id, { at: new Date(NIGHT), fault: null })
  await removeOldBackups.run(runAt(db, NIGHT, both))
  const left = readdirSync(join(folder, 'backups')).sort()
  assert.deepEqual(left.slice(0, 2), others)
  assert.equal(left.length, 2 + 14 + 5 + 4)
  assert.deepEqual((await s3?.list())?.map(({ name }) => name).sort(), left)
  for (const place of ['volume', 's3']) {
    const rows = (await listed()).filter((row) => row.place === place)
    assert.deepEqual(rows.map(({ name }) => name).sort(), left.slice(2))
  }
})

test('what a killed writer has left is removed a day after, and not while it may be at work', async () => {
  await backup.run(runAt(db, NIGHT, volume))
  const [old, young] = ['.x.dump.7.partial', '.y.dump.8.partial'].map(pathOf) as [string, string]
  for (const path of [old, young]) writeFileSync(path, 'half')
  utimesSync(old, new Date('2026-11-21T00:00:00Z'), new Date('2026-11-21T00:00:00Z'))
  utimesSync(young, new Date(NIGHT), new Date(NIGHT))
  await removeOldBackups.run(runAt(db, '2026-11-23T05:30:00.000Z', volume))
  assert.deepEqual(readdirSync(join(folder, 'backups')), ['.y.dump.8.partial', NAME])
})

test('a run that is stopped ends with the reason, and leaves no file', async () => {
  const reason = new Error('the scheduler stops')
  const run = { ...runAt(db, NIGHT, volume), signal: AbortSignal.abort(reason) }
  await assert.rejects(backup.run(run), reason)
  assert.deepEqual(readdirSync(join(folder, 'backups')), [])
})

test('without a place or a password the reason is told in words', async () => {
  const { BACKUP_DIRECTORY: _directory, ...nowhere } = volume
  await assert.rejects(backup.run(runAt(db, NIGHT, nowhere)), /BACKUP_DIRECTORY is missing/)
  const { BACKUPS_PASSWORD: _password, ...locked } = volume
  await assert.rejects(backup.run(runAt(db, NIGHT, locked)), /BACKUPS_PASSWORD/)
})
