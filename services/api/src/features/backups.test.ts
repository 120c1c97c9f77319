import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { recordBackup } from '@ichrisbirch/db/backups'
import { newId } from '@ichrisbirch/db/columns'
import { startTestApi } from '../testing.ts'

const directory = mkdtempSync(join(tmpdir(), 'ichrisbirch-api-backups-'))
after(() => rmSync(directory, { recursive: true, force: true }))
const api = await startTestApi({ BACKUP_DIRECTORY: directory })
const admin = await api.signUp()
const other = await api.signUp()

const facts = (name: string, place: 'volume' | 's3', madeAt: string) => ({
  name,
  place,
  madeAt,
  bytes: 300_000,
  sha256: null,
  migration: null,
  encrypted: false,
})
const [old, mid, young] = ['2026-11-21', '2026-11-22', '2026-11-23'].map((day) => `prod-${day}T02-30-00Z.dump`)
const inVolume = await recordBackup(api.database.db, facts(young ?? '', 'volume', '2026-11-23T02:30:00.123Z'))
await recordBackup(api.database.db, facts(old ?? '', 'volume', '2026-11-21T02:30:00Z'))
const inS3 = await recordBackup(api.database.db, facts(mid ?? '', 's3', '2026-11-22T02:30:00Z'))
const content = randomBytes(300_000)
writeFileSync(join(directory, inVolume.name), content)

const download = (id: string, cookie: string) => fetch(`${api.url}/backups/${id}/file/`, { headers: { cookie } })

test('backups are listed newest first, a page at a time', async () => {
  const first = await admin.client.listBackups({ query: { limit: 2 } })
  assert.deepEqual(
    first.items.map(({ name, place }) => [name, place]),
    [
      [young, 'volume'],
      [mid, 's3'],
    ],
  )
  const second = await admin.client.listBackups({ query: { limit: 2, after: first.next ?? '' } })
  assert.deepEqual([second.items.map(({ name }) => name), second.next], [[old], null])
})

test('the admin downloads a file of the volume as it is', async () => {
  const response = await download(inVolume.id, admin.cookie)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-disposition'), `attachment; filename="${young}"`)
  assert.equal(response.headers.get('content-length'), '300000')
  assert.ok(content.equals(Buffer.from(await response.arrayBuffer())))
})

test('for everyone else there is no list and no file', async () => {
  await assert.rejects(other.client.listBackups(), { code: 'not_found' })
  assert.equal((await download(inVolume.id, other.cookie)).status, 404)
  assert.equal((await download(inVolume.id, '')).status, 401)
})

test('what is in S3 only, gone, unknown or no id is not found, and says where to look', async () => {
  const response = await download(inS3.id, admin.cookie)
  assert.equal(response.status, 404)
  assert.match(((await response.json()) as { detail: string }).detail, /db fetch/)
  for (const id of [newId(), 'x', '..%2F..%2Fetc%2Fpasswd'])
    assert.equal((await download(id, admin.cookie)).status, 404, id)
})
