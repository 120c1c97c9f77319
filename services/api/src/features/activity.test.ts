import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VIA_HEADER } from '@ichrisbirch/contract/activity'
import { createClient } from '@ichrisbirch/contract/client'
import pg from 'pg'
import { type Person, startTestApi } from '../testing.ts'

const api = await startTestApi()

const deedsOf = async ({ client }: Person) => (await client.listActivity()).items
/** The newest first, in short: `finished Buy milk`. */
const said = async (person: Person) => (await deedsOf(person)).map(({ action, title }) => `${action} ${title}`)
const undoNewest = async (person: Person) => {
  const [newest] = await deedsOf(person)
  assert(newest)
  return person.client.undoDeed({ params: { id: newest.id } })
}

test('a new person has done nothing yet', async () => {
  assert.deepEqual(await deedsOf(await api.signUp()), [])
})

test('what was added, changed, finished and deleted is told, newest first, with who did it', async () => {
  const ada = await api.signUp()
  const { id } = await ada.client.createTask({ body: { name: 'Buy milk' } })
  const chat = createClient({ url: api.url, headers: { cookie: ada.cookie, [VIA_HEADER]: 'chat' } })
  await chat.changeTask({ params: { id }, body: { name: 'Buy bread', dueDay: '2026-12-24' } })
  const terminal = createClient({ url: api.url, headers: { cookie: ada.cookie, [VIA_HEADER]: 'terminal' } })
  await terminal.completeTask({ params: { id } })
  await ada.client.deleteTask({ params: { id } })
  const deeds = await deedsOf(ada)
  assert.deepEqual(
    deeds.map(({ action, title, via, link }) => [action, title, via, link]),
    [
      ['deleted', 'Buy bread', 'app', null],
      ['finished', 'Buy bread', 'terminal', null],
      ['changed', 'Buy bread', 'chat', null],
      ['added', 'Buy milk', 'app', null],
    ],
  )
  assert.deepEqual(
    deeds[2]?.changes.toSorted((a, b) => a.field.localeCompare(b.field)),
    [
      { field: 'due_day', before: null, after: '2026-12-24' },
      { field: 'name', before: 'Buy milk', after: 'Buy bread' },
    ],
  )
  await undoNewest(ada)
  assert.equal((await deedsOf(ada))[0]?.link, `/tasks/${id}`)
})

test('each act is taken back, and an undo as well', async () => {
  const ada = await api.signUp()
  const { id } = await ada.client.createTask({ body: { name: 'Buy milk', dueDay: '2026-12-24' } })
  const now = () => ada.client.getTask({ params: { id } })
  await ada.client.changeTask({ params: { id }, body: { name: 'Buy bread', dueDay: null } })
  assert.equal((await undoNewest(ada)).undone, true)
  const { name, dueDay } = await now()
  assert.deepEqual([name, dueDay], ['Buy milk', '2026-12-24'])
  await undoNewest(ada)
  assert.equal((await now()).name, 'Buy bread')
  await ada.client.completeTask({ params: { id } })
  await undoNewest(ada)
  assert.equal((await now()).completedAt, null)
  await ada.client.deleteTask({ params: { id } })
  await undoNewest(ada)
  assert.equal((await now()).deletedAt, null)
})

test('what is newer stays: an undo that would overwrite it is refused, until the newer act is taken back', async () => {
  const ada = await api.signUp()
  const { id } = await ada.client.createTask({ body: { name: 'Buy milk', dueDay: '2026-12-24' } })
  await ada.client.changeTask({ params: { id }, body: { name: 'Buy bread' } })
  await ada.client.changeTask({ params: { id }, body: { name: 'Buy rolls' } })
  await ada.client.changeTask({ params: { id }, body: { dueDay: null } })
  const [due, rolls, bread, added] = await deedsOf(ada)
  assert(due && rolls && bread && added)
  assert.deepEqual([due.canUndo, rolls.canUndo, bread.canUndo, added.canUndo], [true, true, false, false])
  const undo = (deed: { id: string }) => ada.client.undoDeed({ params: { id: deed.id } })
  await assert.rejects(undo(bread), { code: 'changed_meanwhile' })
  await assert.rejects(undo(added), { code: 'changed_meanwhile' })
  assert.equal((await ada.client.getTask({ params: { id } })).name, 'Buy rolls')
  await undo(rolls)
  await undo(bread)
  assert.deepEqual(
    [await ada.client.getTask({ params: { id } })].map(({ name, dueDay }) => [name, dueDay]),
    [['Buy milk', null]],
  )
  await undo(due)
  await undo(added)
  await assert.rejects(ada.client.getTask({ params: { id } }).then((task) => assert.equal(task.deletedAt, null)))
})

test('a tick of a habit is one act, taken back with the streak that followed from it', async () => {
  const ada = await api.signUp()
  const { id } = await ada.client.createHabit({ body: { name: 'Read', schedule: 'daily' } })
  const before = await ada.client.getHabit({ params: { id } })
  await ada.client.tickHabit({ params: { id }, body: {} })
  assert.deepEqual(await said(ada), ['finished Read', 'added Read'])
  await undoNewest(ada)
  const after = await ada.client.getHabit({ params: { id } })
  assert.deepEqual([after.isLeft, after.streak, after.state], [before.isLeft, before.streak, before.state])
  assert.deepEqual(await said(ada), ['reopened Read', 'finished Read', 'added Read'])
})

test('a renamed category is one act with all that follows it, and is taken back whole', async () => {
  const ada = await api.signUp()
  const home = (await ada.client.listCategories()).items[0]?.name ?? ''
  const { id } = await ada.client.createTask({ body: { name: 'Sweep', category: home } })
  await ada.client.renameCategory({ params: { name: home }, body: { name: 'Castle' } })
  const [renamed] = await deedsOf(ada)
  assert.deepEqual([renamed?.action, renamed?.title, renamed?.count], ['changed', 'Castle', 2])
  await undoNewest(ada)
  assert.equal((await ada.client.getTask({ params: { id } })).category, home)
})

test('a completed copy of an autotask that waits for it is planned again when it is reopened by Undo', async () => {
  const ada = await api.signUp()
  const autotask = await ada.client.createAutotask({
    body: { name: 'Water', rule: 'FREQ=DAILY', repeatFrom: 'completion' },
  })
  const params = { id: autotask.id }
  const { id } = await ada.client.runAutotask({ params })
  const waiting = (await ada.client.getAutotask({ params })).nextDay
  await ada.client.completeTask({ params: { id } })
  assert.notEqual((await ada.client.getAutotask({ params })).nextDay, waiting)
  await undoNewest(ada)
  assert.equal((await ada.client.getAutotask({ params })).nextDay, waiting)
})

test('a text that is saved again and again while somebody writes is one change, back to before the writing', async () => {
  const ada = await api.signUp()
  const { id } = await ada.client.createJournalEntry({ body: { text: 'A day. '.repeat(200) } })
  for (const words of ['It rained.', 'It rained, and stopped.', 'It rained, and stopped, and rained.'])
    await ada.client.changeJournalEntry({ params: { id }, body: { text: `${'A day. '.repeat(200)}${words}` } })
  const deeds = await deedsOf(ada)
  assert.deepEqual(
    deeds.map(({ action }) => action),
    ['changed', 'added'],
  )
  await undoNewest(ada)
  assert.equal((await ada.client.getJournalEntry({ params: { id } })).text.trim(), 'A day. '.repeat(200).trim())
})

test('what the house plans anew because somebody travels is no act of theirs', async () => {
  const ada = await api.signUp()
  await ada.client.createAutotask({ body: { name: 'Water', rule: 'FREQ=DAILY' } })
  await ada.client.changeAccount({ body: { timeZone: 'Asia/Tokyo' } })
  assert.deepEqual(await said(ada), ['added Water'])
})

test('of the scheduler only what it adds is told', async () => {
  const ada = await api.signUp()
  const { id } = await ada.client.getAccount()
  const client = new pg.Client({
    connectionString: api.database.superuserUrl,
    options: '-c ichrisbirch.via=scheduler',
  })
  await client.connect()
  await client.query(`insert into categories (owner_id, name) values ($1, 'by a job')`, [id])
  await client.query(`update categories set name = 'renamed' where owner_id = $1 and name = 'by a job'`, [id])
  await client.end()
  assert.deepEqual(
    (await deedsOf(ada)).map(({ action, via }) => [action, via]),
    [['added', 'scheduler']],
  )
})

test('the list is paged, narrowed to one record or one doer, and nobody else’s', async () => {
  const [ada, bo] = [await api.signUp(), await api.signUp()]
  for (const name of ['one', 'two', 'three']) await ada.client.createTask({ body: { name } })
  const first = await ada.client.listActivity({ query: { limit: 2 } })
  const second = await ada.client.listActivity({ query: { limit: 2, after: first.next ?? '' } })
  assert.deepEqual(
    [...first.items, ...second.items].map(({ title }) => title),
    ['three', 'two', 'one'],
  )
  assert.equal(second.next, null)
  const record = second.items[0]?.record ?? ''
  assert.equal((await ada.client.listActivity({ query: { record } })).items.length, 1)
  assert.deepEqual((await ada.client.listActivity({ query: { via: 'chat' } })).items, [])
  assert.deepEqual(await deedsOf(bo), [])
  await assert.rejects(bo.client.undoDeed({ params: { id: second.items[0]?.id ?? '' } }), { code: 'not_found' })
})
