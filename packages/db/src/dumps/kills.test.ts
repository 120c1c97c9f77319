import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { seed } from '../seed.ts'
import { onServer } from './connection.ts'
import { checkDumpFile, readDumpFile, writeDumpFile } from './file.ts'
import { type HouseServer, load } from './load.ts'
import { finishKilled, replaceHouse } from './replace.ts'
import { contentsOf, databasesBeside, openTestHouses } from './test-houses.ts'
import { dump } from './write.ts'

const { folder, house } = await openTestHouses()
const [old, other] = [await house(), await house()]
await seed(old, { tasks: 2000, seed: 1, today: '2026-11-23', email: 'old@example.org' })
await seed(other, { tasks: 3000, seed: 2, today: '2026-11-23', email: 'new@example.org' })
const newFile = join(folder, 'new.dump')
await writeDumpFile(newFile, dump(other, { source: 'test' }))
const [oldContents, newContents] = [await contentsOf(old), await contentsOf(other)]

function run(program: string, server: HouseServer, ...parameters: string[]): ChildProcess {
  const script = join(import.meta.dirname, '../../test-fixtures', program)
  const env = { ...process.env, SERVER: JSON.stringify(server) }
  return spawn(process.execPath, [script, ...parameters], { env, stdio: ['ignore', 'pipe', 'ignore'] })
}

/** Kills at a moment within the time that the work took when nobody killed it. */
async function killWithin(child: ChildProcess, milliseconds: number, from = 0): Promise<void> {
  const ended = once(child, 'exit')
  await Promise.race([ended, delay(from + Math.random() * (milliseconds - from))])
  child.kill('SIGKILL')
  await ended
}

async function timeOf(child: ChildProcess): Promise<number> {
  const begun = Date.now()
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
  return Date.now() - begun
}

test('kill -9 during a dump: the name has a whole dump or none, and the next dump leaves nothing behind', {
  timeout: 120_000,
}, async () => {
  const path = join(folder, 'dumps', 'killed.dump')
  mkdirSync(join(folder, 'dumps'))
  const duration = await timeOf(run('dump-and-check.ts', old, join(folder, 'timed.dump')))
  for (let round = 0; round < 6; round++) {
    await killWithin(run('dump-and-check.ts', old, path), duration)
    if (readdirSync(join(folder, 'dumps')).includes('killed.dump')) await checkDumpFile(path)
  }
  await writeDumpFile(path, dump(old, { source: 'test' }), { replace: true })
  assert.deepEqual(readdirSync(join(folder, 'dumps')), ['killed.dump'])
})

test('kill -9 during a load: the house is the old one or the new one, and the old one is never lost', {
  timeout: 240_000,
}, async () => {
  const kept = join(folder, 'kept')
  mkdirSync(kept)
  const timed = await house()
  const duration = await timeOf(run('replace.ts', timed, newFile, join(folder, 'timed-point.dump'), kept))
  for (let round = 0; round < 5; round++) {
    const victim = await house()
    const oldFile = join(folder, `old-${round}.dump`)
    await writeDumpFile(oldFile, dump(old, { source: 'test' }))
    await replaceHouse(victim, { by: readDumpFile(oldFile), restorePoint: `${oldFile}.before`, source: 'test' })
    const restorePoint = join(kept, `point-${round}.dump`)
    await killWithin(run('replace.ts', victim, newFile, restorePoint, kept), duration * 1.1, duration * 0.3)

    const contents = await contentsOf(victim)
    const isNew = contents.tasks?.checksum === newContents.tasks?.checksum
    assert.deepEqual(contents, isNew ? newContents : oldContents, `round ${round}`)
    if (isNew) {
      const manifest = await checkDumpFile(restorePoint)
      assert.equal(manifest.tables.find(({ name }) => name === 'tasks')?.checksum, oldContents.tasks?.checksum)
    }
    await finishKilled(victim, kept, 'test')
    await replaceHouse(victim, { by: readDumpFile(newFile), restorePoint: `${restorePoint}.again`, source: 'test' })
    assert.deepEqual(await databasesBeside(victim), [])
  }
})

test('what was written between the restore point and the end of a load is in the restore point', async () => {
  const busy = await house()
  const restorePoint = join(folder, 'busy-point.dump')
  let isKept = false
  let writing: Promise<unknown> | undefined
  await replaceHouse(busy, {
    by: readDumpFile(newFile),
    restorePoint,
    source: 'test',
    onRestorePoint: () => {
      isKept = true
    },
    onProgress: () => {
      if (isKept) writing ??= addPerson(busy)
    },
  })
  await writing
  const manifest = await checkDumpFile(restorePoint)
  assert.equal(manifest.tables.find(({ name }) => name === 'users')?.rows, 1)
  assert.deepEqual(await contentsOf(busy), newContents)
})

test('a house that does not work is taken back, and so is one that was interrupted', async () => {
  const options = { by: readDumpFile(newFile), source: 'test' }
  const isWell = () => Promise.reject(new Error('the api did not come back'))
  const victim = await house()
  await addPerson(victim)
  const before = await contentsOf(victim)
  const failing = replaceHouse(victim, { ...options, restorePoint: join(folder, 'ill.dump'), isWell })
  await assert.rejects(failing, /did not come back/)
  const interruption = new AbortController()
  const interrupted = replaceHouse(victim, {
    ...options,
    by: readDumpFile(newFile),
    restorePoint: join(folder, 'interrupted.dump'),
    signal: interruption.signal,
    onProgress: ({ step }) => step === 'building indexes' && interruption.abort(),
  })
  await assert.rejects(interrupted, { name: 'AbortError' })
  assert.deepEqual(await contentsOf(victim), before)
  assert.deepEqual(await databasesBeside(victim), [])
})

test('a restore that is interrupted, or whose file ends, at any byte leaves the house and nothing beside it', {
  timeout: 240_000,
}, async () => {
  const bytes = readFileSync(newFile)
  const victim = await house()
  await addPerson(victim)
  const before = await contentsOf(victim)
  const somewhere = Array.from({ length: 4 }, () => Math.floor(Math.random() * bytes.length))
  for (const length of [0, 1, 300, ...somewhere, bytes.length - 1, bytes.length]) {
    const interruption = new AbortController()
    const interrupted = async function* () {
      yield bytes.subarray(0, length)
      interruption.abort()
      yield bytes.subarray(length)
    }
    const { signal } = interruption
    await assert.rejects(load(victim, interrupted(), { signal }), { name: 'AbortError' }, `at byte ${length}`)
    if (length < bytes.length)
      await assert.rejects(load(victim, Readable.from([bytes.subarray(0, length)])), { name: 'DumpFault' })
  }
  assert.deepEqual(await contentsOf(victim), before)
  assert.deepEqual(await databasesBeside(victim), [])
})

function addPerson(server: HouseServer): Promise<unknown> {
  return onServer(server, {}, (client) =>
    client.query("insert into users (id, name, email) values (gen_random_uuid(), 'Late', 'late@example.org')"),
  )
}
