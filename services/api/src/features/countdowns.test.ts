import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

test('those to come are listed nearest first, and those that passed count up, nearest first', async () => {
  const { client } = await api.signUp()
  const { today } = await client.getAccount()
  for (const [name, days] of Object.entries({ later: 40, today: 0, soon: 3, longAgo: -500, yesterday: -1 })) {
    await client.createCountdown({ body: { name, day: addDays(today, days) } })
  }
  const show = ({ items }: Awaited<ReturnType<typeof client.listCountdowns>>) =>
    items.map(({ name, days, parts }) => [name, days, parts[0]?.count])
  assert.deepEqual(show(await client.listCountdowns()), [
    ['today', 0, 0],
    ['soon', 3, 3],
    ['later', 40, 40],
  ])
  assert.deepEqual(show(await client.listCountdowns({ query: { which: 'since' } })), [
    ['yesterday', -1, 1],
    ['longAgo', -500, 500],
  ])
})

test('a yearly one whose day passed unseen is listed at its next day, and never as passed', async () => {
  const { client } = await api.signUp()
  const { today } = await client.getAccount()
  await client.createCountdown({ body: { name: 'in 200 days', day: addDays(today, 200) } })
  const day = addDays(today, -800)
  const rule = 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1'
  const { id, nextDay } = await client.createCountdown({ body: { name: 'new year', day, rule } })
  // As it was kept a year ago.
  await api.database.db.execute(`update countdowns set next_day = '${addDays(today, -20)}' where id = '${id}'`)
  const { items } = await client.listCountdowns()
  const found = items.find((item) => item.id === id)
  assert.equal(found?.nextDay, nextDay)
  assert.deepEqual(
    items.map((item) => item.nextDay),
    items.map((item) => item.nextDay).sort(),
  )
  assert.deepEqual((await client.listCountdowns({ query: { which: 'since' } })).items, [])
})

test('changing the day or the rule moves it, and null makes a yearly one a single one', async () => {
  const { client } = await api.signUp()
  const { today } = await client.getAccount()
  const passed = addDays(today, -30)
  const { id, days } = await client.createCountdown({ body: { name: 'exam', day: passed } })
  assert.equal(days, -30)
  const params = { id }
  const yearly = await client.changeCountdown({ params, body: { rule: 'FREQ=YEARLY' } })
  assert(yearly.days > 300 && yearly.years === 1)
  assert.match(yearly.ruleInWords ?? '', /every year/)
  assert.equal((await client.listCountdowns()).items.length, 1)
  assert.equal((await client.changeCountdown({ params, body: { rule: null } })).days, -30)
  assert.equal((await client.changeCountdown({ params, body: { day: addDays(today, 5) } })).days, 5)
})

test('deleted ones are listed apart until they are restored', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createCountdown({ body: { name: 'gone', day: '2190-01-01' } })
  await client.deleteCountdown({ params: { id } })
  assert.equal((await client.listCountdowns({ query: { which: 'deleted' } })).items[0]?.id, id)
  await assert.rejects(client.changeCountdown({ params: { id }, body: { name: 'back' } }), { code: 'not_found' })
})
