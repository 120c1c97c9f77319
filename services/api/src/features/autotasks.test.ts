import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

async function signUpInBerlin() {
  const person = await api.signUp()
  const { today } = await person.client.changeAccount({ body: { timeZone: 'Europe/Berlin' } })
  return { ...person, today }
}

test('a preview shows the rule in words and its next five days, and saves nothing', async () => {
  const { client } = await signUpInBerlin()
  const preview = await client.previewAutotask({ body: { rule: 'FREQ=WEEKLY;BYDAY=FR', startDay: '2100-01-01' } })
  assert.equal(preview.ruleInWords, 'every week on Friday')
  assert.deepEqual(preview.days, ['2100-01-01', '2100-01-08', '2100-01-15', '2100-01-22', '2100-01-29'])
  assert.equal((await client.listAutotasks()).items.length, 0)
})

test('a new autotask is due from today on, at 01:15 of the owner, and follows them to another zone', async () => {
  const { client, today } = await signUpInBerlin()
  const autotask = await client.createAutotask({
    body: { name: 'stretch', rule: 'FREQ=DAILY', startDay: '2020-01-01' },
  })
  assert.equal(autotask.nextDay, today)
  const instantOfRun = async () => {
    const { rows } = await api.database.db.execute(
      `select (next_run_at at time zone 'America/Chicago')::text as chicago, (next_run_at at time zone 'Europe/Berlin')::text as berlin from autotasks where id = '${autotask.id}'`,
    )
    return rows[0]
  }
  assert.equal((await instantOfRun())?.berlin, `${today} 01:15:00`)
  await client.changeAccount({ body: { timeZone: 'America/Chicago', dayStartHour: 3 } })
  assert.equal((await instantOfRun())?.chicago, `${today} 04:15:00`)
})

test('run now makes a task at once and is in the history', async () => {
  const { client, today } = await signUpInBerlin()
  const autotask = await client.createAutotask({ body: { name: 'stretch', category: 'health', rule: 'FREQ=DAILY' } })
  const task = await client.runAutotask({ params: { id: autotask.id } })
  assert.deepEqual([task.name, task.category, task.dueDay, task.autotaskId], ['stretch', 'Health', today, autotask.id])
  const { items } = await client.listAutotaskRuns({ params: { id: autotask.id } })
  assert.deepEqual(
    items.map(({ cause, outcome, taskId }) => [cause, outcome, taskId]),
    [['person', 'created', task.id]],
  )
  assert.equal((await client.getAutotask({ params: { id: autotask.id } })).runs, 1)
})

test('from completion: the next is planned when the copy is done, and taken back when it is reopened', async () => {
  const { client, today } = await signUpInBerlin()
  const { id } = await client.createAutotask({
    body: { name: 'descale', rule: 'FREQ=DAILY;INTERVAL=10', repeatFrom: 'completion' },
  })
  const nextDay = async () => (await client.getAutotask({ params: { id } })).nextDay
  const task = await client.runAutotask({ params: { id } })
  assert.equal(await nextDay(), null)
  await client.completeTask({ params: { id: task.id } })
  assert.equal(await nextDay(), addDays(today, 10))
  await client.reopenTask({ params: { id: task.id } })
  assert.equal(await nextDay(), null)
  await client.deleteTask({ params: { id: task.id } })
  assert.equal(await nextDay(), addDays(today, 10))
})

test('days missed while paused are not made up', async () => {
  const { client, today } = await signUpInBerlin()
  const { id } = await client.createAutotask({ body: { name: 'stretch', rule: 'FREQ=DAILY' } })
  const paused = await client.changeAutotask({ params: { id }, body: { paused: true } })
  assert.deepEqual([paused.paused, paused.nextDay], [true, null])
  const resumed = await client.changeAutotask({ params: { id }, body: { paused: false } })
  assert.equal(resumed.nextDay, today)
})

test('a deleted autotask is restored with its next day, and its tasks stay meanwhile', async () => {
  const { client, today } = await signUpInBerlin()
  const { id } = await client.createAutotask({ body: { name: 'stretch', rule: 'FREQ=DAILY' } })
  await client.runAutotask({ params: { id } })
  await client.deleteAutotask({ params: { id } })
  assert.equal((await client.listAutotasks()).items.length, 0)
  assert.equal((await client.listTasks()).items.length, 1)
  assert.equal((await client.restoreAutotask({ params: { id } })).nextDay, today)
})

test('a rule that names no day from today on is refused', async () => {
  const { client } = await signUpInBerlin()
  const body = { name: 'over', rule: 'FREQ=DAILY;UNTIL=20200101', startDay: '2019-12-01' }
  await assert.rejects(client.createAutotask({ body }), { code: 'invalid_input' })
})

test('a renamed category is renamed on tasks and autotasks, and a used one cannot be deleted', async () => {
  const { client } = await signUpInBerlin()
  const { id } = await client.createAutotask({ body: { name: 'stretch', category: 'Health', rule: 'FREQ=DAILY' } })
  await assert.rejects(client.deleteCategory({ params: { name: 'Health' } }), { code: 'still_used' })
  await client.renameCategory({ params: { name: 'health' }, body: { name: 'Body' } })
  assert.equal((await client.getAutotask({ params: { id } })).category, 'Body')
  await assert.rejects(client.renameCategory({ params: { name: 'Body' }, body: { name: 'home' } }), {
    code: 'name_taken',
  })
  await client.deleteCategory({ params: { name: 'Work' } })
})
