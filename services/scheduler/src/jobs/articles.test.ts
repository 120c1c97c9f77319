import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { findArticle, findArticleText, insertArticle } from '@ichrisbirch/db/articles'
import { newId } from '@ichrisbirch/db/columns'
import { openTestDatabase } from '@ichrisbirch/db/testing'
import { runAt } from '../testing.ts'
import { articles, readPages } from './articles.ts'

const { db } = await openTestDatabase()
const OWNER = newId()
await db.execute(`insert into users (id, email, name) values ('${OWNER}', 'ada@example.org', 'Ada')`)

const WORDS = 'The river bends where the old mill stood, and every spring the water covers the lower meadow. '
const PAGE = `<html lang="en"><title>On rivers</title><article><p>${WORDS.repeat(20)}</p><p>${WORDS.repeat(20)}</p></article></html>`
let isDown = false
const server = createServer((_, response) => {
  if (isDown) response.writeHead(503).end()
  else response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const OWN = ['127.0.0.1']

const run = () => runAt(db, new Date().toISOString())
async function save(url: string, givenHtml?: string) {
  const id = newId()
  await insertArticle(db, OWNER, { id, url, urlKey: url, title: url, ...(givenHtml && { givenHtml }) })
  return async () => {
    const article = await findArticle(db, OWNER, id)
    assert(article)
    return article
  }
}

test('pages that wait are read, in threads of their own', async () => {
  const all = await Promise.all([1, 2, 3].map((n) => save(`${site}/${n}`)))
  await readPages(run(), OWN)
  for (const find of all) {
    const { id, title, textState, reason, minutes } = await find()
    assert.deepEqual([title, textState, reason, minutes], ['On rivers', 'ready', null, 3])
    assert.match((await findArticleText(db, OWNER, id))?.text ?? '', /^The river bends/)
  }
})

test('a page inside the network fails at once, and is not asked for', async () => {
  const find = await save(`${site}/private`)
  await articles.run(run())
  const { textState, reason } = await find()
  assert.deepEqual(
    [textState, reason],
    ['failed', 'The address leads into a private network, where nothing is fetched from.'],
  )
})

test('a page as a browser shows it is read without asking its site', async () => {
  const find = await save('https://members.example.org/rivers', PAGE)
  await articles.run(run())
  assert.deepEqual([(await find()).textState, (await find()).title], ['ready', 'On rivers'])
})

test('a site that is down is tried again later, and has failed in the end', async () => {
  isDown = true
  const find = await save(`${site}/down`)
  const { id } = await find()
  await readPages(run(), OWN)
  await readPages(run(), OWN)
  assert.deepEqual([(await find()).textState, (await find()).reason], ['waiting', 'The site answered 503.'])
  for (let attempt = 2; attempt <= 4; attempt++) {
    await db.execute(`update articles set try_at = now() where id = '${id}'`)
    await readPages(run(), OWN)
  }
  assert.equal((await find()).textState, 'failed')
  isDown = false
})

test('a scheduler that stops hands back what it reads, and one that is killed leaves it to the next', async () => {
  const stopping = new AbortController()
  const hanging = createServer(() => stopping.abort(new Error('the scheduler stops')))
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
  const find = await save(`http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`)
  await assert.rejects(readPages({ ...run(), signal: stopping.signal }, OWN), /the scheduler stops/)
  hanging.closeAllConnections()
  hanging.close()
  const { id } = await find()
  const { rows } = await db.execute(`select attempts, try_at <= now() as is_due from articles where id = '${id}'`)
  assert.deepEqual(rows, [{ attempts: 0, is_due: true }])
  // As a killed one leaves it: begun, and due again after a while; and if each time it is killed, not for ever.
  await db.execute(`update articles set attempts = 6, given_html = '<p>x' where id = '${id}'`)
  await readPages(run(), OWN)
  assert.match((await find()).reason ?? '', /begun several times/)
})
