import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Failure } from './failure.ts'
import { withLock } from './lock.ts'
import { identityOf } from './processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-lock-'))
after(() => rmSync(folder, { recursive: true }))
const options = { purpose: 'a test', waitMs: 5000 }

test('two commands never hold a lock at once, however many ask', async () => {
  const file = join(folder, 'busy.lock')
  let holders = 0
  const work = async () => {
    holders++
    assert.equal(holders, 1)
    await new Promise((resolve) => setImmediate(resolve))
    holders--
  }
  await Promise.all(Array.from({ length: 5 }, () => withLock(file, options, work)))
  assert.ok(!existsSync(file))
})

test('a lock whose holder was killed is taken over', async () => {
  const file = join(folder, 'stale.lock')
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const holder = identityOf(child.pid ?? 0)
  writeFileSync(file, JSON.stringify({ ...holder, purpose: 'the killed one' }))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  assert.equal(await withLock(file, options, async () => 'done'), 'done')
})

test('a number given to another process since does not hold the lock', async () => {
  const file = join(folder, 'reused.lock')
  writeFileSync(file, JSON.stringify({ pid: process.ppid, start: 'long ago', purpose: 'the one before' }))
  assert.equal(await withLock(file, options, async () => 'done'), 'done')
})

test('whoever waits too long is told who holds it', async () => {
  const file = join(folder, 'held.lock')
  writeFileSync(file, JSON.stringify({ ...identityOf(process.ppid), purpose: 'dev start' }))
  const waiting = withLock(file, { purpose: 'a test', waitMs: 0 }, async () => {})
  await assert.rejects(waiting, (error: Failure) => {
    assert.equal(error.message, 'dev start is still running')
    assert.match(error.suggestion ?? '', new RegExp(`kill ${process.ppid}`))
    return true
  })
})
