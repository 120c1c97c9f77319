import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { type Person, startTestApi } from '../testing.ts'

const api = await startTestApi()

/** What a person hears, line by line. */
async function listen({ cookie }: Person) {
  const response = await fetch(`${api.url}/changes/`, { headers: { cookie } })
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  const heard: string[] = []
  const words = new TextDecoder()
  const done = (async () => {
    for await (const piece of response.body ?? [])
      heard.push(...[...words.decode(piece).matchAll(/data: (\S+)/g)].map(([, table = '']) => table))
  })()
  const hears = async (table: string) => {
    for (let waited = 0; !heard.includes(table); waited += 10) {
      assert(waited < 5000, `heard ${heard.join(', ') || 'nothing'} instead of ${table}`)
      await setTimeout(10)
    }
  }
  return { heard, hears, done }
}

test('a person hears of their own changes, whoever made them, and of nobody else’s', async () => {
  const [ada, bo] = [await api.signUp(), await api.signUp()]
  const [adas, bos] = [await listen(ada), await listen(bo)]
  await ada.client.createTask({ body: { name: 'mine' } })
  await adas.hears('tasks')
  const client = new pg.Client({ connectionString: api.database.superuserUrl })
  await client.connect()
  const { id } = await bo.client.getAccount()
  await client.query(`insert into categories (owner_id, name) values ($1, 'by a job')`, [id])
  await client.end()
  await bos.hears('categories')
  assert.deepEqual([...new Set(bos.heard)], ['categories'])
  assert(!adas.heard.includes('categories'))
})

test('a stranger hears nothing', async () => {
  assert.equal((await fetch(`${api.url}/changes/`)).status, 401)
})

test('what listens is let go when the house stops', async () => {
  const { done } = await listen(await api.signUp())
  await api.app.close()
  await done
})
