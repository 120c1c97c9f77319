import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TAGGED_KINDS } from '@ichrisbirch/contract/tags'
import { SOURCES } from '@ichrisbirch/db/search'
import { type Person, startTestApi } from '../testing.ts'

const api = await startTestApi()

/** Something of each feature that carries the tags, the oldest first. */
async function addOfEach({ client }: Person, tags: string[]) {
  const article = await client.createArticle({ body: { url: 'https://example.org/sea', title: 'On the sea', tags } })
  const book = await client.createBook({ body: { title: 'Moby Dick', author: 'Herman Melville', tags } })
  const event = await client.createEvent({
    body: { name: 'Sailing', start: '2030-06-01', venue: 'Kiel', tags },
  })
  const entry = await client.createJournalEntry({ body: { text: 'A walk by the sea.', day: '2026-11-21', tags } })
  const waste = await client.createMoneyWasted({ body: { name: 'Snorkel', amount: '12.50', currency: 'EUR', tags } })
  return { article, book, event, entry, waste }
}

const tagsOf = async ({ client }: Person) => (await client.listTags()).items
const titlesOf = async ({ client }: Person, name: string) =>
  (await client.listTagged({ params: { name } })).items.map(({ title }) => title)

test('every table with tags is among those that are looked through', async () => {
  const { rows } = await api.database.db.execute<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'tags' order by table_name`,
  )
  assert.deepEqual(
    rows.map(({ name }) => name),
    TAGGED_KINDS.map((kind) => SOURCES[kind].table).toSorted(),
  )
})

test('a tag shows what carries it in all features, newest first, and nothing of anybody else', async () => {
  const [ada, bob] = [await api.signUp(), await api.signUp()]
  const { event, book } = await addOfEach(ada, ['sea', 'blue'])
  await ada.client.createBook({ body: { title: 'Emma', tags: ['novel', 'sea'] } })
  await addOfEach(bob, ['sea', 'his'])
  const kinds = ['book', 'article', 'event', 'journal', 'money']
  assert.deepEqual(await tagsOf(ada), [
    { name: 'sea', count: 6, kinds: kinds.map((kind) => ({ kind, count: kind === 'book' ? 2 : 1 })) },
    { name: 'blue', count: 5, kinds: kinds.toSorted().map((kind) => ({ kind, count: 1 })) },
    { name: 'novel', count: 1, kinds: [{ kind: 'book', count: 1 }] },
  ])
  assert.deepEqual(await titlesOf(ada, 'sea'), [
    'Emma',
    'Snorkel',
    'A walk by the sea.',
    'Sailing',
    'Moby Dick',
    'On the sea',
  ])
  const { items, tag } = await ada.client.listTagged({ params: { name: 'sea' }, query: { kind: 'event' } })
  const { id, createdAt } = event
  const sailing = { title: 'Sailing', day: '2030-06-01', detail: 'Kiel', isDone: false, link: `/events/${id}` }
  assert.deepEqual(items, [{ kind: 'event', id, ...sailing, createdAt }])
  assert.equal(tag.count, 6)
  await assert.rejects(ada.client.listTagged({ params: { name: 'his' } }), { code: 'not_found' })
  await ada.client.deleteBook({ params: { id: book.id } })
  assert(!(await titlesOf(ada, 'blue')).includes('Moby Dick'))
  assert.equal((await tagsOf(ada)).find(({ name }) => name === 'blue')?.count, 4)
})

test('page after page, each thing comes once', async () => {
  const ada = await api.signUp()
  await addOfEach(ada, ['sea'])
  const titles: string[] = []
  let after: string | null = null
  do {
    const query: { limit: number; after?: string } = { limit: 2, ...(after !== null && { after }) }
    const { items, next } = await ada.client.listTagged({ params: { name: 'sea' }, query })
    titles.push(...items.map(({ title }) => title))
    after = next
  } while (after !== null)
  assert.equal(titles.length, 5)
  assert.deepEqual(titles, await titlesOf(ada, 'sea'))
})

test('a tag is renamed in all features at once, deleted things too, and for its owner alone', async () => {
  const [ada, bob] = [await api.signUp(), await api.signUp()]
  const { book } = await addOfEach(ada, ['sea', 'blue'])
  await addOfEach(bob, ['sea'])
  await ada.client.deleteBook({ params: { id: book.id } })
  const tag = await ada.client.renameTag({ params: { name: 'sea' }, body: { name: 'Open/Water' } })
  assert.deepEqual([tag.name, tag.count], ['open/water', 4])
  assert.equal((await titlesOf(ada, 'open/water')).length, 4)
  const [deed] = (await ada.client.listActivity()).items
  await ada.client.undoDeed({ params: { id: deed?.id ?? '' } })
  assert.equal((await titlesOf(ada, 'sea')).length, 4)
  await ada.client.renameTag({ params: { name: 'sea' }, body: { name: 'open/water' } })
  const restored = await ada.client.restoreBook({ params: { id: book.id } })
  assert.deepEqual(restored.tags, ['open/water', 'blue'])
  assert.deepEqual(
    (await tagsOf(bob)).map(({ name, count }) => [name, count]),
    [['sea', 5]],
  )
  const gone = { params: { name: 'sea' }, body: { name: 'lake' } }
  await assert.rejects(ada.client.renameTag(gone), { code: 'not_found' })
})

test('a new name that is a tag already takes the old one in, and nothing carries it twice', async () => {
  const ada = await api.signUp()
  const { client } = ada
  const both = await client.createBook({ body: { title: 'Both', tags: ['sea', 'x', 'ocean'] } })
  const old = await client.createArticle({ body: { url: 'https://example.org/old', title: 'Old', tags: ['sea', 'x'] } })
  await client.createMoneyWasted({ body: { name: 'New', amount: '1', currency: 'EUR', tags: ['ocean'] } })
  const tag = await client.renameTag({ params: { name: 'sea' }, body: { name: 'ocean' } })
  assert.equal(tag.count, 3)
  assert.deepEqual((await client.getBook({ params: { id: both.id } })).tags, ['x', 'ocean'])
  assert.deepEqual((await client.getArticle({ params: { id: old.id } })).tags, ['ocean', 'x'])
  assert.deepEqual(
    (await tagsOf(ada)).map(({ name }) => name),
    ['ocean', 'x'],
  )
  const same = await client.renameTag({ params: { name: 'ocean' }, body: { name: 'OCEAN' } })
  assert.equal(same.count, 3)
  const comma = { params: { name: 'ocean' }, body: { name: 'a, b' } }
  await assert.rejects(client.renameTag(comma), { code: 'invalid_input' })
})
