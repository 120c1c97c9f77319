import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonOf, startTestApi } from '../testing.ts'

const api = await startTestApi()
const { client, cookie } = await api.signUp()

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const picture = (type = 'image/gif') => new File([new Uint8Array(GIF)], '', { type })
const download = (id: string, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/files/${id}/content/`, { headers: { cookie, ...headers } })

test('a photo comes back byte for byte, of the type that its bytes have, and is nothing that a browser runs', async () => {
  const kept = await client.createFile({ query: { name: 'garden “in May”.gif' }, body: picture('image/png') })
  assert.deepEqual([kept.type, kept.bytes, kept.width, kept.height], ['image/gif', GIF.length, 1, 1])
  const response = await download(kept.id)
  const headers = Object.fromEntries(response.headers)
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), GIF)
  assert.equal(headers['content-type'], 'image/gif')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/)
  assert.equal(
    headers['content-disposition'],
    `inline; filename="garden _in May_.gif"; filename*=UTF-8''${encodeURIComponent('garden “in May”.gif')}`,
  )
  const file = await client.downloadFile({ params: { id: kept.id } })
  assert.deepEqual([file.name, file.type, file.size], ['garden “in May”.gif', 'image/gif', GIF.length])
})

test('a browser asks again each time, and is spared the bytes it has', async () => {
  const { id } = await client.createFile({ body: picture() })
  const first = await download(id)
  assert.equal(first.headers.get('cache-control'), 'private, no-cache')
  const etag = first.headers.get('etag') ?? ''
  const again = await download(id, { 'if-none-match': etag })
  assert.deepEqual([again.status, await again.text()], [304, ''])
  await client.deleteFile({ params: { id } })
  assert.equal((await download(id, { 'if-none-match': etag })).status, 404)
  await client.restoreFile({ params: { id } })
  assert.equal((await download(id)).status, 200)
})

test('what is no picture, or larger than 8 MiB, is refused with the reason', async () => {
  const page = new File(['<script>alert(1)</script>'], '', { type: 'image/png' })
  await assert.rejects(client.createFile({ body: page }), { code: 'unsupported_media_type' })
  const large = new File([new Uint8Array(8 * 1024 * 1024 + 1)], '', { type: 'image/gif' })
  await assert.rejects(client.createFile({ body: large }), { code: 'body_too_large' })
  const response = await fetch(`${api.url}/tasks/`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'image/gif' },
    body: picture(),
  })
  assert.equal(response.status, 422, 'other endpoints take no pictures')
})

test('the OpenAPI document says that pictures go in and come out', async () => {
  const { paths } = await jsonOf<{ paths: Record<string, Record<string, { requestBody?: { content: object } }>> }>(
    await fetch(`${api.url}/docs/json`),
  )
  assert.deepEqual(Object.keys(paths['/files/']?.['post']?.requestBody?.content ?? {}), [
    'image/*',
    'application/octet-stream',
  ])
})
