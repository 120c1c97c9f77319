import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saveSchedule } from '@ichrisbirch/db/runs'
import { listRuns } from '@ichrisbirch/db/schedules'
import { saveText } from '@ichrisbirch/db/article-texts'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const { db } = api.database
await api.signUp()
const { client } = await api.signUp()

const save = (url: string, more = {}) => client.createArticle({ body: { url, ...more } })
const PAGE = { site: null, author: null, excerpt: null, language: 'en', html: '<p>x</p>', minutes: 3 }

test('a saved page waits for its text under its address, and the scheduler is asked to read it at once', async () => {
  const schedule = { name: 'articles', job: 'articles', title: 'Read', rule: '0 0 1 1 *', timeZone: 'UTC' }
  await saveSchedule(db, { ...schedule, missed: 'once', expectWithin: 60, retries: 1 }, null)
  const article = await save('https://www.example.org/on/rivers?utm_source=mail#top')
  assert.deepEqual(
    [article.url, article.title, article.textState],
    ['https://www.example.org/on/rivers', 'example.org/on/rivers', 'waiting'],
  )
  await save('https://example.org/on/bridges')
  assert.equal((await listRuns(db, 'articles', { limit: 10 })).length, 1, 'one run reads all that waits')
})

test('a page saved twice is one article, unread again, with the tags and notes of both', async () => {
  const first = await save('https://example.org/twice', { tags: ['Rivers'], notes: 'From Ana.' })
  await client.finishArticle({ params: first })
  const again = await save('http://www.example.org/twice/?fbclid=1', { tags: ['maps'], notes: 'From Ben.' })
  assert.equal(again.id, first.id)
  assert.deepEqual([again.tags, again.notes], [['rivers', 'maps'], 'From Ana.\n\nFrom Ben.'])
  assert.equal(again.archivedAt, null)
  assert.equal((await client.listArticles()).items[0]?.id, first.id)
  await client.deleteArticle({ params: first })
  assert.equal((await save('https://example.org/twice')).id, first.id, 'also after it was deleted')
})

test('only addresses of the web are saved', async () => {
  for (const url of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'not an address',
    `https://x.org/${'a'.repeat(2000)}`,
  ])
    await assert.rejects(save(url), { code: 'invalid_input' })
})

test('what was begun, favoured, read and archived stands in its list, and a finished one is in the archive', async () => {
  const { client } = await api.signUp()
  const make = async (title: string) =>
    client.createArticle({ body: { url: `https://example.org/lists/${title}`, title } })
  const [begun, favourite, read, put] = [
    await make('begun'),
    await make('liked'),
    await make('read'),
    await make('put'),
  ]
  await client.setArticleProgress({ params: begun, body: { percent: 30 } })
  await client.changeArticle({ params: favourite, body: { favourite: true } })
  const finished = await client.finishArticle({ params: read })
  assert.deepEqual([finished.progress, finished.readAt !== null], [100, true])
  await client.archiveArticle({ params: put })
  const titles = async (list: 'unread' | 'in_progress' | 'favourites' | 'archive') =>
    (await client.listArticles({ query: { list } })).items.map(({ title }) => title)
  assert.deepEqual(await titles('unread'), ['liked', 'begun'])
  assert.deepEqual(await titles('in_progress'), ['begun'])
  assert.deepEqual(await titles('favourites'), ['liked'])
  assert.deepEqual(await titles('archive'), ['put', 'read'])
  await client.unarchiveArticle({ params: read })
  assert.deepEqual(await titles('unread'), ['read', 'liked', 'begun'])
  assert.equal((await client.getNextArticle()).article?.title, 'read', 'begun last, and not yet read')
})

test('something to read: due for review, else begun last, else what has waited longest', async () => {
  const { client } = await api.signUp()
  assert.equal((await client.getNextArticle()).article, null)
  const old = await client.createArticle({ body: { url: 'https://example.org/next/old' } })
  const young = await client.createArticle({ body: { url: 'https://example.org/next/young' } })
  const next = async () => (await client.getNextArticle()).article?.id
  assert.equal(await next(), old.id)
  await client.setArticleProgress({ params: young, body: { percent: 5 } })
  assert.equal(await next(), young.id)
  await client.changeArticle({ params: old, body: { reviewDays: 30 } })
  const read = await client.finishArticle({ params: old })
  const { today } = await client.getAccount()
  assert.equal(Date.parse(read.reviewDay ?? '') - Date.parse(today), 30 * 86_400_000)
  assert.equal(await next(), young.id, 'it is not due yet')
  await db.execute(`update articles set review_day = '${today}' where id = '${old.id}'`)
  assert.equal(await next(), old.id)
  assert.deepEqual(
    (await client.listArticles({ query: { list: 'review' } })).items.map(({ id }) => id),
    [old.id],
  )
  await client.changeArticle({ params: old, body: { reviewDays: null } })
  assert.equal(await next(), young.id)
})

test('what was read again comes back after its days once more, or on the day it is told', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createArticle({ body: { url: 'https://example.org/again' } })
  await client.changeArticle({ params: { id }, body: { reviewDays: 30 } })
  await client.finishArticle({ params: { id } })
  const due = async () => (await client.listArticles({ query: { list: 'review' } })).items.length
  assert.equal(await due(), 0)
  await client.changeArticle({ params: { id }, body: { reviewDay: '2020-02-29' } })
  assert.equal(await due(), 1)
  const { reviewDay } = await client.finishArticle({ params: { id } })
  assert.deepEqual([await due(), (reviewDay ?? '') > '2020-02-29'], [0, true])
})

test('words are found in titles before texts, and by their beginnings', async () => {
  const { client } = await api.signUp()
  const text = async (title: string, text: string) => {
    const { id } = await client.createArticle({ body: { url: `https://example.org/search/${title}` } })
    await saveText(db, id, { ...PAGE, title, text })
  }
  await text('Harbours', 'About ships, and a river.')
  await text('Rivers', 'About water.')
  await text('Hills', 'About heights.')
  const found = async (q: string) => (await client.searchArticles({ query: { q } })).items.map(({ title }) => title)
  assert.deepEqual(await found('river'), ['Rivers', 'Harbours'])
  assert.deepEqual(await found("ship & ! ' water"), [])
  assert.deepEqual(await found('ship'), ['Harbours'])
})

test('a title of their own stays when the page is read again, and the text stays until then', async () => {
  const { id } = await save('https://example.org/own-title')
  await client.changeArticle({ params: { id }, body: { title: 'Mine' } })
  await saveText(db, id, { ...PAGE, title: 'Theirs', text: 'Their text' })
  assert.equal((await client.getArticle({ params: { id } })).title, 'Mine')
  assert.equal((await client.rereadArticlePage({ params: { id } })).textState, 'waiting')
  assert.equal((await client.getArticleText({ params: { id } })).text, 'Their text')
})

test('tags are counted, and narrow a list', async () => {
  const { client } = await api.signUp()
  await client.createArticle({ body: { url: 'https://example.org/tags/1', title: 'one', tags: ['Sea', 'maps'] } })
  await client.createArticle({ body: { url: 'https://example.org/tags/2', title: 'two', tags: ['sea'] } })
  assert.deepEqual((await client.listArticleTags()).items, [
    { tag: 'sea', articles: 2 },
    { tag: 'maps', articles: 1 },
  ])
  const { items } = await client.listArticles({ query: { tag: 'Maps' } })
  assert.deepEqual(
    items.map(({ title }) => title),
    ['one'],
  )
})

test('all articles are a file: everything as JSON, and what other programs read as CSV and HTML', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createArticle({
    body: {
      url: 'https://example.org/a?b=1&c=2',
      title: 'A "title" <b>',
      tags: ['sea', 'long reads'],
      notes: '=1+1, "x"',
    },
  })
  await saveText(db, id, { ...PAGE, title: undefined, text: 'words' })
  const marked = { quote: 'A [word]\nor two', position: 3 }
  await client.createHighlight({ params: { id }, body: { ...marked, note: 'Mine.' } })
  const file = async (format: 'json' | 'csv' | 'html' | 'md') => client.exportArticles({ query: { format } })
  const [whole] = JSON.parse((await file('json')).content) as {
    id: string
    html: string
    highlights: { note: string }[]
  }[]
  assert.deepEqual([whole?.id, whole?.html, whole?.highlights[0]?.note], [id, '<p>x</p>', 'Mine.'])
  const markdown = await file('md')
  assert.equal(markdown.name, 'highlights.md')
  assert(markdown.content.startsWith('# Highlights\n\n## [A "title" \\<b\\>](<https://example.org/a?b=1&c=2>)\n\n'))
  assert(markdown.content.endsWith('> A \\[word\\]\n> or two\n\nMine.\n'), markdown.content)
  const { name, content } = await file('csv')
  assert.equal(name, 'articles.csv')
  assert.match(content, /^title,url,time_added,tags,status,favorite,/)
  assert.match(content, /\n"A ""title"" <b>",https:\/\/example\.org\/a\?b=1&c=2,\d{10},sea\|long reads,unread,0,/)
  assert.match(content, /"'=1\+1, ""x"""/)
  const html = (await file('html')).content
  assert(html.includes('HREF="https://example.org/a?b=1&amp;c=2"'))
  assert(html.includes('TAGS="sea,long reads">A &quot;title&quot; &lt;b&gt;</A>\n    <DD>=1+1, &quot;x&quot;'))
})
