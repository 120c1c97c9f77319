import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { BUCKET, CREDENTIALS, openS3Server } from '../packages/db/test-fixtures/s3-server.ts'
import { becomes } from './becomes.ts'
import { copyCheckout, withoutPages } from './checkout.ts'
import { makeHouse } from './dumps.ts'

// docs/backups.md, followed word by word: a house with a key and a bucket, and a new machine that has one of its files.
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-backups-'))
const server = await openS3Server()
const [copy, newMachine] = [join(folder, 'house'), join(folder, 'new-machine')]
for (const place of [copy, newMachine]) {
  copyCheckout(place)
  withoutPages(place)
}
const house = await makeHouse(copy, 'local')
const other = await makeHouse(newMachine, 'local')
after(async () => {
  await house.tool('stop')
  await other.tool('stop')
  rmSync(folder, { recursive: true, force: true })
})

const bucket = { BACKUP_S3_BUCKET: BUCKET, BACKUP_S3_ENDPOINT: server.endpoint, BACKUP_S3_PREFIX: 'house/' }
const secret = (place: string, name: string) => join(place, '.ichrisbirch/dev/secrets', name)
const volume = join(copy, '.ichrisbirch/dev/backups')
const [file, key] = [join(folder, 'house.dump.age'), join(folder, 'key')]

async function runNow(name: string): Promise<string> {
  const client = await house.signIn('seed-1@example.org')
  const { id } = await client.runSchedule({ params: { name }, body: {} })
  let last = ''
  const ask = async () => {
    const { state, lines } = await client.getRun({ params: { id } })
    last = `${state}: ${lines.map(({ message }) => message).join('; ')}`
    return state === 'dead' || state === 'succeeded' ? 'over' : last
  }
  await becomes(`the run of ${name}`, ask, 'over')
  return last
}

test('a house with a key and a bucket has its backup in both places, encrypted and proved', async () => {
  assert.equal((await house.tool('db', 'key')).trim(), secret(copy, 'backup_key'))
  const [, refused, code] = await house.begin('db', 'key').ended
  assert.deepEqual([code, /has a key for its backups already/.test(refused)], [1, true])
  writeFileSync(secret(copy, 'backup_s3_credentials'), CREDENTIALS)
  writeFileSync(key, readFileSync(secret(copy, 'backup_key')))
  Object.assign(house.env, bucket)
  await house.tool('start')
  await house.tool('db', 'seed', '--tasks', process.env.BACKUP_TEST_TASKS ?? '2000')
  await house.sql('update users set admin = true')
  // The night comes at any hour of a test: its own backup would be newer than the ones that are made here.
  await house.sql(`update schedules set is_paused = true where name in ('backup', 'verify-backup')`)
  assert.match(await runNow('backup'), /^succeeded: in the volume.*; in S3/)
  assert.match(await runNow('verify-backup'), /^succeeded: .*can be restored.*; .*can be restored/)
  const { items } = await (await house.signIn('seed-1@example.org')).listBackups()
  assert.deepEqual(items.map(({ place, encrypted }) => [place, encrypted]).sort(), [
    ['s3', true],
    ['volume', true],
  ])
  assert.ok(items.every(({ verifiedAt, fault }) => verifiedAt && fault === null))
})

test('the tool lists the files of both places and fetches one, readable by its owner alone', async () => {
  const { files, faults } = JSON.parse(await house.tool('db', 'backups', '--json')) as {
    files: { name: string; place: string }[]
    faults: unknown[]
  }
  assert.deepEqual([files.map(({ place }) => place).sort(), faults], [['s3', 'volume'], []])
  assert.equal((await house.tool('db', 'fetch', '--latest', '--from', 'volume', '--to', file)).trim(), file)
  assert.ok(readFileSync(file).equals(readFileSync(join(volume, files[0]?.name ?? ''))))
  const [, refused, code] = await house.begin('db', 'fetch', '--latest', '--to', file).ended
  assert.deepEqual([code, /There is a file/.test(refused)], [1, true])
})

test('a new machine becomes the house with nothing but the file and the key', async () => {
  await other.tool('start')
  const [, locked] = await other.begin('db', 'load', file, '--yes').ended
  assert.match(locked, /encrypted, and there is no key[^]*Next:/)
  await other.tool('db', 'verify', file, '--key', key)
  await other.tool('db', 'load', file, '--key', key, '--yes')
  assert.equal(await other.sql('select count(*) from tasks'), await house.sql('select count(*) from tasks'))
  const name = 'written on the new machine'
  await (await other.signIn('seed-1@example.org')).createTask({ body: { name } })
})

test('a new machine becomes the house with nothing but the bucket and the key', async () => {
  await other.tool('db', 'reset', '--yes')
  writeFileSync(secret(newMachine, 'backup_key'), readFileSync(key))
  writeFileSync(secret(newMachine, 'backup_s3_credentials'), CREDENTIALS)
  Object.assign(other.env, bucket)
  await other.tool('start')
  const fetched = join(folder, 'from-s3.dump.age')
  await other.tool('db', 'fetch', '--latest', '--to', fetched)
  assert.ok(readFileSync(fetched).equals(readFileSync(file)))
  await other.tool('db', 'load', fetched, '--yes')
  assert.equal(await other.sql('select count(*) from tasks'), await house.sql('select count(*) from tasks'))
})

test('a backup with one byte that differs is found by the next verification, and the admin has an alarm', async () => {
  const [name = ''] = readdirSync(volume)
  const bytes = readFileSync(join(volume, name))
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(join(volume, name), bytes)
  assert.match(await runNow('verify-backup'), /^dead: .*cannot be restored/)
  const client = await house.signIn('seed-1@example.org')
  const { items } = await client.listAlarms()
  assert.match(
    items.find(({ kind }) => kind === 'backup_bad')?.message ?? '',
    /\(volume\) cannot be restored: .*damaged/,
  )
})

test('a place that cannot be reached is told, and the other is listed all the same', async () => {
  Object.assign(house.env, { BACKUP_S3_ENDPOINT: 'http://127.0.0.1:1' })
  await house.tool('start')
  const [listed, said] = await house.begin('db', 'backups').ended
  assert.match(said, /s3 cannot be reached/)
  assert.match(listed, /volume/)
})
