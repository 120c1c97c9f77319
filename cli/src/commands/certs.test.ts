import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Context } from '../context.ts'
import { certsInstall, certsRemove, certsStatus } from './certs.ts'

// A checkout of its own; the stores of this machine are never written.
const root = mkdtempSync(join(tmpdir(), 'ichrisbirch-certs-'))
after(() => rmSync(root, { recursive: true, force: true }))
const printed: string[] = []
const context = {
  root,
  signal: new AbortController().signal,
  progress: { say: () => {}, show: () => {}, end: () => {} },
  print: (text: string) => printed.push(text),
} as unknown as Context
const inState = (file: string) => join(root, '.ichrisbirch', file)

test('before anything is made, status says what to do', async () => {
  await assert.rejects(certsStatus({}, context), { suggestion: './cli/ichrisbirch certs install' })
  assert.match(printed.join('\n'), /dev +not made yet/)
})

test('an authority whose key others can read is not installed anywhere, and can be removed', async () => {
  const { makeCertificate } = await import('../certificates/make.ts')
  await makeCertificate(inState('ca'), inState('dev/certs'), ['app.docker.localhost'])
  chmodSync(inState('ca/ca-key.pem'), 0o644)
  await assert.rejects(certsInstall(context), /can be read by others/)
  await certsRemove(context)
  assert(!existsSync(inState('ca')) && !existsSync(inState('dev/certs')))
  assert.equal(statSync(inState('dev'), { throwIfNoEntry: false })?.isDirectory(), true)
})
