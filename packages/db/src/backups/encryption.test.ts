import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { generateIdentity } from 'age-encryption'
import { decrypt, encrypt, readKey } from './encryption.ts'

const key = await generateIdentity()

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, string> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  return 'the manifest'
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of source) pieces.push(piece)
  return Buffer.concat(pieces)
}

const encrypted = (bytes: Buffer) => all(encrypt(inPieces(bytes, 70_000), key))
const read = (bytes: Buffer, by: string | undefined = key, size = 10_000) => all(decrypt(inPieces(bytes, size), by))

test('what was encrypted is read again, whatever its size and the pieces that it comes in', async () => {
  for (const size of [0, 1, 65_535, 65_536, 65_537, 300_000]) {
    const bytes = randomBytes(size)
    const secret = await encrypted(bytes)
    assert.ok(secret.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\n')))
    for (const pieces of [997, 65_536, 1 << 20]) assert.ok(bytes.equals(await read(secret, key, pieces)), `${size}`)
  }
})

test('the generator returns what it is of, so that a manifest comes through', async () => {
  const bytes = encrypt(inPieces(randomBytes(100), 10), key)
  for (;;) {
    const next = await bytes.next()
    if (!next.done) continue
    assert.equal(next.value, 'the manifest')
    return
  }
})

test('a plain file is read as it is, with a key and without', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('age'), randomBytes(100_000)]) {
    assert.ok(bytes.equals(await read(bytes)))
    assert.ok(bytes.equals(await all(decrypt(inPieces(bytes, 1000), undefined))))
  }
})

test('any byte that differs is found', async () => {
  const secret = await encrypted(randomBytes(500))
  for (let at = 22; at < secret.length; at++) {
    const bad = Buffer.from(secret)
    bad[at] = (bad[at] ?? 0) ^ 1
    await assert.rejects(read(bad), { name: 'DumpFault' }, `byte ${at}`)
  }
})

test('a file that is cut anywhere is refused', async () => {
  const secret = await encrypted(randomBytes(70_000))
  for (const length of [23, 100, 190, 250, 30_000, 65_900, secret.length - 1])
    await assert.rejects(read(secret.subarray(0, length)), { name: 'DumpFault' }, `${length} bytes`)
})

test('without its key it is locked: with none, with another, with something that is no key', async () => {
  const secret = await encrypted(randomBytes(100))
  await assert.rejects(all(decrypt(inPieces(secret, 1000), undefined)), { code: 'locked', message: /no key/ })
  await assert.rejects(read(secret, await generateIdentity()), { code: 'locked', message: /another key/ })
  await assert.rejects(read(secret, 'password'), { code: 'locked', message: /AGE-SECRET-KEY/ })
})

test('a key is read from the file that age-keygen writes', () => {
  assert.equal(readKey(`# created: 2026-11-23T02:30:00Z\n# public key: age1…\n${key}\n`), key)
  assert.throws(() => readKey(''), { code: 'locked' })
})

test('a source that fails is not told as damage', async () => {
  const secret = await encrypted(randomBytes(200_000))
  async function* broken() {
    yield secret.subarray(0, 100_000)
    throw new Error('the disk is gone')
  }
  await assert.rejects(all(decrypt(broken(), key)), /the disk is gone/)
})
