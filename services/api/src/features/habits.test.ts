import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

test('a tick is done for today and leaves the list of what is left; open takes it back', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createHabit({ body: { name: 'Read' } })
  const params = { id }
  const left = async () => (await client.listHabits({ query: { status: 'left' } })).items.map((habit) => habit.id)
  assert.deepEqual(await left(), [id])
  const ticked = await client.tickHabit({ params, body: {} })
  assert.deepEqual([ticked.state, ticked.streak, ticked.isLeft], ['done', 1, false])
  assert.deepEqual(await left(), [])
  assert.deepEqual(await client.tickHabit({ params, body: {} }), ticked, 'twice is once')
  const open = await client.changeCheckIn({ params, body: { state: 'open' } })
  assert.deepEqual([open.state, open.streak, open.isLeft], ['open', 0, true])
  assert.deepEqual((await client.listCheckIns({ params })).items, [], 'nothing is kept of it')
})

test('a counted habit is done when its target is reached, and the amounts are kept as they were written', async () => {
  const { client } = await api.signUp()
  const { id } = await client.createHabit({ body: { name: 'Run', target: '2.50', unit: 'km' } })
  const params = { id }
  const some = await client.changeCheckIn({ params, body: { amount: '1.25' } })
  assert.deepEqual([some.target, some.amount, some.state, some.isLeft], ['2.5', '1.25', 'open', true])
  assert.equal(some.recent.at(-1)?.state, 'part')
  assert.equal((await client.changeCheckIn({ params, body: { amount: '3' } })).state, 'done')
  assert.equal((await client.tickHabit({ params, body: {} })).amount, '3', 'a tick takes nothing away')
  assert.equal((await client.changeCheckIn({ params, body: { state: 'open', amount: '1.25' } })).amount, '1.25')
  assert.equal((await client.tickHabit({ params, body: {} })).amount, '2.5')

  const yesNo = await client.createHabit({ body: { name: 'Rest' } })
  await assert.rejects(client.changeCheckIn({ params: { id: yesNo.id }, body: { amount: '1' } }), {
    code: 'invalid_input',
  })
})

test('a check-in of a past day counts, and keeps the name, target, unit and zone that it was made with', async () => {
  const { client } = await api.signUp()
  await client.changeAccount({ body: { timeZone: 'Asia/Tokyo' } })
  const { id, today } = await client.createHabit({ body: { name: 'Water', target: '8', unit: 'glasses' } })
  const params = { id }
  await client.tickHabit({ params, body: { day: addDays(today, -1) } })
  await client.changeCheckIn({ params, body: { day: addDays(today, -2), state: 'skipped', note: 'on a train' } })
  const changed = await client.tickHabit({ params, body: { day: addDays(today, -3) } })
  assert.deepEqual([changed.streak, changed.bestStreak], [2, 2])
  await client.changeHabit({ params, body: { name: 'Tea', target: '3', unit: 'cups' } })
  await client.changeAccount({ body: { timeZone: 'Europe/Lisbon' } })
  const { items } = await client.listCheckIns({ params })
  assert.deepEqual(
    items.map(({ day, state, note }) => [day, state, note]),
    [
      [addDays(today, -1), 'done', null],
      [addDays(today, -2), 'skipped', 'on a train'],
      [addDays(today, -3), 'done', null],
    ],
  )
  const { name, amount, target, unit, timeZone } = items[0] ?? assert.fail()
  assert.deepEqual([name, amount, target, unit, timeZone], ['Water', '8', '8', 'glasses', 'Asia/Tokyo'])
  await assert.rejects(client.tickHabit({ params, body: { day: addDays(today, 2) } }), { code: 'invalid_input' })
})

test('the history comes page by page, newest first', async () => {
  const { client } = await api.signUp()
  const { id, today } = await client.createHabit({ body: { name: 'Walk' } })
  const params = { id }
  for (let days = 0; days < 5; days++) await client.tickHabit({ params, body: { day: addDays(today, -days) } })
  const first = await client.listCheckIns({ params, query: { limit: 3 } })
  assert(first.next)
  const second = await client.listCheckIns({ params, query: { limit: 3, after: first.next } })
  const days = [...first.items, ...second.items].map(({ day }) => day)
  assert.deepEqual(
    days,
    [0, 1, 2, 3, 4].map((back) => addDays(today, -back)),
  )
  assert.equal(second.next, null)
})

test('a paused habit is apart, asks for nothing, and its days are left out of the streak', async () => {
  const { client } = await api.signUp()
  const { id, today } = await client.createHabit({ body: { name: 'Swim' } })
  const params = { id }
  for (const back of [6, 5, 4]) await client.tickHabit({ params, body: { day: addDays(today, -back) } })
  const paused = await client.changeHabit({ params, body: { paused: true } })
  assert.deepEqual([paused.paused, paused.isLeft], [true, false])
  assert.deepEqual((await client.listHabits()).items, [])
  assert.equal((await client.listHabits({ query: { status: 'paused' } })).items[0]?.id, id)
  // As if it had been paused three days ago.
  const pauses = JSON.stringify([{ from: addDays(today, -3), to: null }])
  await api.database.db.execute(`update habits set pauses = '${pauses}' where id = '${id}'`)
  const resumed = await client.changeHabit({ params, body: { paused: false } })
  assert.deepEqual([resumed.streak, resumed.isLeft], [3, true])
  assert.deepEqual(
    resumed.recent.map(({ state }) => state),
    ['done', 'done', 'done', 'free', 'free', 'free', 'open'],
  )
})

test('a schedule decides what is left, and a change of it counts the streaks anew', async () => {
  const { client } = await api.signUp()
  const { id, today } = await client.createHabit({ body: { name: 'Gym', schedule: 'interval', everyDays: 3 } })
  const params = { id }
  await client.tickHabit({ params, body: { day: addDays(today, -2) } })
  const resting = await client.getHabit({ params })
  assert.deepEqual([resting.isLeft, resting.streak, resting.scheduleInWords], [false, 1, 'every 3 days'])
  const daily = await client.changeHabit({ params, body: { schedule: 'daily' } })
  assert.deepEqual([daily.isLeft, daily.streak, daily.bestStreak], [true, 0, 1])
  await assert.rejects(client.changeHabit({ params, body: { schedule: 'weekdays' } }), { code: 'invalid_input' })
  const weekday = new Date(addDays(today, 1)).getUTCDay() || 7
  const chosen = await client.changeHabit({ params, body: { schedule: 'weekdays', weekdays: [weekday, weekday] } })
  assert.deepEqual([chosen.weekdays, chosen.isLeft], [[weekday], false])
})

test('habits are listed by category, and a category that a habit carries cannot be deleted', async () => {
  const { client } = await api.signUp()
  const add = (name: string, category: string | null) => client.createHabit({ body: { name, category } })
  await add('stretch', 'Health')
  await add('letters', 'Errands')
  await add('breathe', null)
  await add('vitamins', 'health')
  const names = ['breathe', 'letters', 'stretch', 'vitamins']
  assert.deepEqual(
    (await client.listHabits()).items.map(({ name }) => name),
    names,
  )
  const seen: string[] = []
  for (let next: string | null | undefined; next !== null; ) {
    const page = await client.listHabits({ query: { limit: 1, ...(next && { after: next }) } })
    seen.push(...page.items.map(({ name }) => name))
    next = page.next
  }
  assert.deepEqual(seen, names)
  await assert.rejects(client.deleteCategory({ params: { name: 'Errands' } }), { code: 'still_used' })
  await client.renameCategory({ params: { name: 'Health' }, body: { name: 'Body and soul' } })
  assert.equal((await client.listHabits()).items[1]?.category, 'Body and soul')
})

test('a year has each of its days, and a strength that decays rather than beginning again', async () => {
  const { client } = await api.signUp()
  const { today } = await client.getAccount()
  const { id } = await client.createHabit({ body: { name: 'Guitar', startDay: addDays(today, -60) } })
  const params = { id }
  const { db } = api.database
  await db.execute(`insert into habit_check_ins (habit_id, owner_id, day, state, name, time_zone)
    select id, owner_id, '${today}'::date - n, 'done', name, 'UTC' from habits, generate_series(10, 60) n where id = '${id}'`)
  const year = await client.getHabitYear({ params })
  assert.equal(year.days.length, 371)
  assert.deepEqual(year.days.at(-1), { day: today, state: 'open', percent: 0 })
  assert.deepEqual(year.days.at(-11), { day: addDays(today, -10), state: 'done', percent: 100 })
  assert.equal(year.done, 51)
  assert(year.strength > 40 && year.strength < 70 && year.strengthBefore > 70, JSON.stringify(year.strength))
  const ticked = await client.tickHabit({ params, body: {} })
  assert.deepEqual([ticked.streak, ticked.bestStreak], [1, 51])
})

test('one statement lists habits however many check-ins there are, and reads only the week', async () => {
  const { client } = await api.signUp()
  const { id: ownerId } = await client.getAccount()
  const { db } = api.database
  await db.execute(`insert into habits (id, owner_id, name, schedule, start_day, next_day, streak_until)
    select gen_random_uuid(), '${ownerId}', 'habit ' || n, 'daily', '2020-01-01', '2020-01-01', '2020-01-01' from generate_series(1, 300) n`)
  await db.execute(`insert into habit_check_ins (habit_id, owner_id, day, state, name, time_zone)
    select h.id, h.owner_id, current_date - d, 'done', h.name, 'UTC' from habits h, generate_series(1, 100) d where h.owner_id = '${ownerId}'`)
  await db.execute('analyze habits, habit_check_ins')
  const { rows } = await db.execute<{ 'QUERY PLAN': string }>(`explain (analyze, buffers off)
    select h.id, (select json_agg(c.state) from habit_check_ins c where c.habit_id = h.id and c.day > current_date - 7)
    from habits h where h.owner_id = '${ownerId}' and h.deleted_at is null order by lower(coalesce(h.category, '')), h.id limit 51`)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  assert.match(plan, /habit_check_ins_habit_id_day_pk/, plan)
  assert.doesNotMatch(plan, /Seq Scan on habit_check_ins/, plan)
  assert.equal((await client.listHabits({ query: { limit: 200 } })).items.length, 200)
})
