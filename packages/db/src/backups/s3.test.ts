import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { BUCKET, CREDENTIALS, openS3Server } from '../../test-fixtures/s3-server.ts'
import { openS3 } from './s3.ts'

const server = await openS3Server()
const options = { bucket: BUCKET, prefix: 'house/', endpoint: server.endpoint, credentials: CREDENTIALS }
const s3 = openS3(options)
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-s3-files-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const PART = 8 << 20
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function fileOf(bytes: Buffer): string {
  const path = join(folder, randomBytes(4).toString('hex'))
  writeFileSync(path, bytes)
  return path
}

async function download(name: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of s3.read(name)) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('files of one part and of several are there as they were, under their prefix, until they are removed', async () => {
  const files = { none: Buffer.alloc(0), small: randomBytes(1000), large: randomBytes(2 * PART + 12_345) }
  for (const [name, bytes] of Object.entries(files)) await s3.upload(name, fileOf(bytes))
  const found = await s3.list()
  assert.deepEqual(
    found.toSorted((a, b) => a.bytes - b.bytes),
    Object.entries(files).map(([name, { length }]) => ({ name, bytes: length })),
  )
  for (const [name, bytes] of Object.entries(files)) assert.equal(hashOf(await download(name)), hashOf(bytes))
  assert.deepEqual(await openS3({ ...options, prefix: 'other/' }).list(), [])
  for (const name of Object.keys(files)) await s3.remove(name)
  await s3.remove('none')
  assert.deepEqual(await s3.list(), [])
})

test('connections that drop in the middle of parts cost time, and not a byte', async () => {
  const bytes = randomBytes(3 * PART + 777)
  server.dropAfter(PART / 2, 5)
  await s3.upload('dropped', fileOf(bytes))
  assert.equal(server.drops(), 5)
  assert.deepEqual(await s3.list(), [{ name: 'dropped', bytes: bytes.length }])

  server.dropAfter(PART / 3, 4)
  assert.equal(hashOf(await download('dropped')), hashOf(bytes))
  assert.equal(server.drops(), 4)
  await s3.remove('dropped')
})

test('a line that never holds ends in an error, and nothing is there under the name', async () => {
  server.dropAfter(PART / 2, 1_000_000)
  await assert.rejects(s3.upload('never', fileOf(randomBytes(PART + 1))))
  server.dropAfter(0, 0)
  assert.deepEqual(await s3.list(), [])
})

test('what is not there, and a bucket that is not, is told at once', async () => {
  await assert.rejects(download('nothing'), { name: 'NoSuchKey' })
  await assert.rejects(openS3({ ...options, bucket: 'elsewhere' }).list(), { name: 'NoSuchBucket' })
})

test('an unknown key is refused, and half a key is told before anything is sent', async () => {
  const wrong = openS3({ ...options, credentials: 'aws_access_key_id = nobody\naws_secret_access_key = wrong' })
  await assert.rejects(wrong.list(), { name: 'InvalidAccessKeyId' })
  assert.throws(() => openS3({ ...options, credentials: 'aws_access_key_id = S3RVER' }), /aws_secret_access_key/)
})

test('an upload that is stopped ends with the reason, and leaves nothing under the name', async () => {
  const stop = new AbortController()
  const reason = new Error('the scheduler stops')
  const uploading = s3.upload('stopped', fileOf(randomBytes(4 * PART)), stop.signal)
  stop.abort(reason)
  await assert.rejects(uploading, reason)
  assert.deepEqual(await s3.list(), [])
})

test('what a killed upload has left is removed a day after, where the server tells of it', async () => {
  assert.equal(await s3.removeUnfinished(new Date()), 0) // this one does not
  const removed: string[] = []
  const uploads = ['2026-11-21T02:30:00.000Z', '2026-11-23T02:30:00.000Z'].map(
    (at) => `<Upload><Key>house/x</Key><UploadId>${at.slice(8, 10)}</UploadId><Initiated>${at}</Initiated></Upload>`,
  )
  const other = createServer((request, response) => {
    if (request.method === 'DELETE') {
      removed.push(request.url ?? '')
      response.writeHead(204).end()
    } else response.end(`<ListMultipartUploadsResult>${uploads.join('')}</ListMultipartUploadsResult>`)
  })
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  after(() => other.close())
  const { port } = other.address() as AddressInfo
  const place = openS3({ ...options, endpoint: `http://127.0.0.1:${port}` })
  assert.equal(await place.removeUnfinished(new Date('2026-11-23T04:30:00Z')), 1)
  assert.equal(removed.length, 1)
  assert.match(removed[0] ?? '', /^\/backups\/house\/x\?.*uploadId=21/)
})
