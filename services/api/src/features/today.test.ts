import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { TODAY_COUNTED, TODAY_SHOWN } from '@ichrisbirch/contract/today-limits'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()
const { client } = await api.signUp()
const { today: day } = await client.getAccount()

test('an empty day has nothing in any part', async () => {
  const { day: said, categories, ...parts } = await client.getToday()
  assert.equal(said, day)
  assert.deepEqual(
    categories,
    (await client.listCategories()).items.map(({ name }) => name),
  )
  const none = { items: [], count: 0 }
  assert.deepEqual(parts, {
    overdue: none,
    due: none,
    events: none,
    habits: none,
    countdown: null,
    article: null,
    book: null,
  })
})

test('open tasks of the day stand in manual order, those of days before with the latest first', async () => {
  const add = (name: string, dueDay: string | null) => client.createTask({ body: { name, dueDay, place: 'last' } })
  await add('second', day)
  const first = await add('first', day)
  await client.moveTask({ params: { id: first.id }, body: { behind: null } })
  await add('last year', addDays(day, -365))
  await add('yesterday', addDays(day, -1))
  await add('tomorrow', addDays(day, 1))
  await add('some day', null)
  await client.completeTask({ params: { id: (await add('done', day)).id } })
  await client.deleteTask({ params: { id: (await add('deleted', day)).id } })
  const { due, overdue } = await client.getToday()
  assert.deepEqual([due.items.map(({ name }) => name), due.count], [['first', 'second'], 2])
  assert.deepEqual([overdue.items.map(({ name }) => name), overdue.count], [['yesterday', 'last year'], 2])
})

test('of many, the first are shown and the others counted, up to a limit', async () => {
  const { client } = await api.signUp()
  const { id } = await client.getAccount()
  await api.database.db.execute(`
    insert into tasks (id, owner_id, name, due_day, position)
    select gen_random_uuid(), '${id}', 'task ' || n, '${day}', 'a' || lpad(n::text, 5, '0') from generate_series(1, 150) n`)
  const { due } = await client.getToday()
  assert.deepEqual([due.items.length, due.count], [TODAY_SHOWN, TODAY_COUNTED])
  assert.equal(due.items[0]?.name, 'task 1')
})

test('every feature gives its part: habits that are left, the nearest countdown, something to read', async () => {
  const { client } = await api.signUp()
  const water = await client.createHabit({ body: { name: 'Drink water', target: '8', unit: 'glasses' } })
  const ticked = await client.createHabit({ body: { name: 'Stretch' } })
  await client.tickHabit({ params: { id: ticked.id }, body: {} })
  const otherDay = (new Date(`${day}T00:00:00Z`).getUTCDay() % 7) + 1
  await client.createHabit({ body: { name: 'On another weekday', schedule: 'weekdays', weekdays: [otherDay] } })
  await client.createCountdown({ body: { name: 'far', day: addDays(day, 90) } })
  const near = await client.createCountdown({ body: { name: 'near', day: addDays(day, 9) } })
  await client.createCountdown({ body: { name: 'past', day: addDays(day, -9) } })
  const book = await client.createBook({ body: { title: 'Dune', author: 'Frank Herbert', shelf: 'reading' } })
  const article = await client.createArticle({ body: { url: 'https://articles.example/1', title: 'Rivers' } })
  const today = await client.getToday()
  assert.deepEqual(today.habits, {
    items: [{ id: water.id, name: 'Drink water', target: '8', unit: 'glasses', streak: 0 }],
    count: 1,
  })
  assert.deepEqual(today.countdown, { id: near.id, name: 'near', day: addDays(day, 9) })
  assert.deepEqual([today.book?.id, today.book?.page, today.article?.id], [book.id, null, article.id])
})

test('what is on at any time of the day by the wall of its owner is there, all day first, and nothing declined', async () => {
  const { client } = await api.signUp()
  await client.changeAccount({ body: { timeZone: 'Pacific/Kiritimati' } })
  const { today: day } = await client.getAccount()
  const add = (name: string, start: string, end: string | null, attending: 'yes' | 'maybe' | 'no' = 'yes') =>
    client.createEvent({ body: { name, start, end, attending } })
  const [before, next] = [addDays(day, -1), addDays(day, 1)]
  await add('through the night', `${before}T22:00`, `${day}T00:01`)
  await add('ended at midnight', `${before}T22:00`, `${day}T00:00`)
  await add('at midnight', `${day}T00:00`, null, 'maybe')
  await add('last minute', `${day}T23:59`, null)
  await add('next midnight', `${next}T00:00`, null)
  await add('a long trip', addDays(day, -300), day)
  await add('ended yesterday', addDays(day, -5), before)
  await add('tomorrow', next, null)
  await add('declined', `${day}T12:00`, null, 'no')
  const { id } = await add('deleted', day, null)
  await client.deleteEvent({ params: { id } })
  const { events } = await client.getToday()
  const names = events.items.map(({ name }) => name)
  assert.deepEqual(names, ['a long trip', 'through the night', 'at midnight', 'last minute'])
  assert.equal(events.count, 4)
  const { items } = await client.listEvents({ query: { from: day, to: day } })
  assert.deepEqual(items.filter(({ attending }) => attending !== 'no').length, events.count)
})

test('a yearly countdown that has passed counts to its next day', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createCountdown({
    body: { name: 'birthday', day: addDays(day, -400), rule: 'FREQ=YEARLY' },
  })
  await api.database.db.execute(`update countdowns set next_day = day where id = '${id}'`)
  assert.ok(((await client.getToday()).countdown?.day ?? '') >= day)
})
