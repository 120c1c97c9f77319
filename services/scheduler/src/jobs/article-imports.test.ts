import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findArticleImport, insertArticleImport } from '@ichrisbirch/db/article-imports'
import { listArticles } from '@ichrisbirch/db/articles'
import { newId } from '@ichrisbirch/db/columns'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { runAt } from '../testing.ts'
import { articleImports } from './article-imports.ts'

const { db } = await openTestDatabase()

async function person() {
  const id = newId()
  await db.execute(`insert into users (id, email, name) values ('${id}', '${id}@example.org', 'Ada')`)
  return id
}
const run = () => runAt(db, new Date().toISOString())
async function send(owner: string, content: string) {
  const id = newId()
  await insertArticleImport(db, owner, { id, name: 'file', content })
  return async () => {
    const file = await findArticleImport(db, owner, id)
    assert(file)
    return file
  }
}
const listOf = (owner: string, list: 'all' | 'archive' | 'favourites') =>
  listArticles(db, owner, { list, today: '2026-11-23', limit: 1000 })
const fixture = (name: string) => readFileSync(new URL(`../../test-fixtures/articles/${name}`, import.meta.url), 'utf8')

test('the pages of a file are saved with their times, tags and places, and the rest is listed by line', async () => {
  const owner = await person()
  const find = await send(owner, fixture('instapaper.csv'))
  await articleImports.run(run())
  const { state, format, total, done, added, known, faults, finishedAt } = await find()
  assert.deepEqual([state, format, total, done, added, known], ['done', 'Instapaper', 4, 4, 4, 0])
  assert.deepEqual(faults, [{ line: 7, message: '“instapaper://private-content/123” is no address of the web.' }])
  assert(finishedAt)
  const titles = async (list: 'all' | 'archive' | 'favourites') => (await listOf(owner, list)).map(({ title }) => title)
  assert.deepEqual(await titles('all'), ['Soup', 'Old', 'Starred', 'On rivers'])
  assert.deepEqual([await titles('archive'), await titles('favourites')], [['Old'], ['Starred']])
  assert.equal((await listOf(owner, 'all'))[3]?.savedAt.slice(0, 10), '2021-03-22')
})

test('a page that is saved already stays as it is, and one that is twice in a file is saved once', async () => {
  const owner = await person()
  const first = await send(owner, fixture('pocket.html'))
  const second = await send(owner, fixture('pocket.csv'))
  await articleImports.run(run())
  assert.deepEqual([(await first()).added, (await first()).known], [3, 1])
  assert.deepEqual([(await second()).added, (await second()).known], [0, 3])
})

test('a file that is no export says so', async () => {
  const find = await send(await person(), fixture('letter.txt'))
  await articleImports.run(run())
  const { state, faults } = await find()
  assert.deepEqual([state, faults[0]?.message], ['failed', 'The file is no export of Pocket, Instapaper or a browser.'])
})

test('an import that is cut off goes on where it was', async () => {
  const owner = await person()
  const lines = Array.from({ length: 500 }, (_, n) => `https://example.org/${n}`)
  const find = await send(owner, ['url', ...lines].join('\n'))
  // Stopped behind the first batch.
  let looked = 0
  const signal = { throwIfAborted: () => assert(++looked < 2, 'stopped') } as unknown as AbortSignal
  await assert.rejects(async () => articleImports.run({ ...run(), signal }), /stopped/)
  assert.deepEqual([(await find()).state, (await find()).done], ['running', 200])
  await articleImports.run(run())
  const { state, done, added, known } = await find()
  assert.deepEqual([state, done, added, known], ['done', 500, 500, 0])
  assert.equal((await listOf(owner, 'all')).length, 500)
})
