import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DigestContent } from '@ichrisbirch/contract/digests'
import { insertDigest } from '@ichrisbirch/db/digests'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const none = { count: 0, tasks: [] }
const content: DigestContent = { overdue: none, due: none, made: none, done: none }

test('a person reads their own digests, newest first, page by page', async () => {
  const [ada, bo] = [await api.signUp(), await api.signUp()]
  const owner = (await ada.client.getAccount()).id
  for (const day of ['2026-11-01', '2026-11-03', '2026-11-02']) {
    await insertDigest(api.database.db, owner, { day, content, madeAt: `${day}T05:00:00Z` })
  }
  const first = await ada.client.listDigests({ query: { limit: 2 } })
  const rest = await ada.client.listDigests({ query: { limit: 2, after: first.next ?? '' } })
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ day }) => day),
    ['2026-11-03', '2026-11-02', '2026-11-01'],
  )
  assert.equal(rest.next, null)
  const [digest] = first.items
  assert(digest)
  assert.deepEqual(await ada.client.getDigest({ params: { id: digest.id } }), digest)
  assert.equal((await bo.client.listDigests()).items.length, 0)
  await assert.rejects(bo.client.getDigest({ params: { id: digest.id } }), { code: 'not_found' })
})

test('a digest is wished for in the account: none, a page, or an e-mail', async () => {
  const { client } = await api.signUp()
  assert.equal((await client.getAccount()).digest, 'none')
  assert.equal((await client.changeAccount({ body: { digest: 'email' } })).digest, 'email')
})
