import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const { client } = await api.signUp()

test('marks stand in the order of the text, with their notes, and are gone with their article until it is back', async () => {
  const { id } = await client.createArticle({ body: { url: 'https://example.org/marked' } })
  const mark = (quote: string, position: number) =>
    client.createHighlight({ params: { id }, body: { quote, position } })
  const [late, early] = [await mark('late', 90), await mark('early', 10)]
  await client.changeHighlight({ params: late, body: { note: 'A **note**.' } })
  const { items } = await client.listArticleHighlights({ params: { id } })
  assert.deepEqual(
    items.map(({ quote, note }) => [quote, note]),
    [
      ['early', null],
      ['late', 'A **note**.'],
    ],
  )
  assert.deepEqual(
    (await client.listHighlights()).items.map(({ quote, articleTitle }) => [quote, articleTitle]),
    ['early', 'late'].map((quote) => [quote, 'example.org/marked']),
  )
  await client.deleteHighlight({ params: early })
  assert.equal((await client.listArticleHighlights({ params: { id } })).items.length, 1)
  await client.restoreHighlight({ params: early })
  const found = async () => (await client.searchEverything({ query: { q: 'note' } })).items.map(({ link }) => link)
  assert.deepEqual(await found(), [`/articles/highlights/${late.id}`])
  await client.deleteArticle({ params: { id } })
  assert.deepEqual([(await client.listHighlights()).items, await found()], [[], []])
  await assert.rejects(client.listArticleHighlights({ params: { id } }), { code: 'not_found' })
  await client.restoreArticle({ params: { id } })
  assert.equal((await client.listArticleHighlights({ params: { id } })).items.length, 2)
})

test('nobody marks what is in the article of somebody else', async () => {
  const { id } = await client.createArticle({ body: { url: 'https://example.org/mine' } })
  const other = await api.signUp()
  const body = { quote: 'theirs', position: 0 }
  await assert.rejects(other.client.createHighlight({ params: { id }, body }), { code: 'not_found' })
})
