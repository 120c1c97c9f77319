import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Person } from '../../api/src/testing.ts'
import type { ChatMessage, TaskRows } from './messages.ts'
import { allChunksOf, dataOf, startTestChat, textOfChunks } from './testing.ts'

const chat = await startTestChat()

/** Says one thing after the other, and answers with what came back for the last. */
async function say(person: Person, ...texts: string[]) {
  const id = randomUUID()
  let chunks: Awaited<ReturnType<typeof allChunksOf>> = []
  for (const text of texts) chunks = await allChunksOf(await chat.ask(person, id, text))
  const rows = dataOf(chunks, 'data-tasks') as TaskRows | undefined
  return {
    id,
    text: textOfChunks(chunks),
    tools: chunks.filter((chunk) => chunk.type === 'tool-input-available').map(({ toolName }) => toolName),
    groups: rows?.groups.map(({ heading, rows }) => [heading, ...rows.map(({ name }) => name)]),
  }
}

async function openTasks(person: Person) {
  return (await person.client.listTasks()).items
}

test('a task is added with its day and category, shown, and can be undone', async () => {
  const ada = await chat.api.signUp()
  const { id, tools } = await say(ada, 'add buy milk tomorrow #errands')
  assert.deepEqual(tools, ['createTask'])
  const [task] = await openTasks(ada)
  assert.equal(task?.name, 'buy milk')
  assert.equal(task?.category, 'Errands')
  assert.ok(task.dueDay)
  const messages = (await ada.client.listMessages({ params: { id } })).items as unknown as ChatMessage[]
  const part = messages[1]?.parts.find((part) => 'toolCallId' in part)
  assert.ok(part && 'toolCallId' in part)
  const deed = { messageId: messages[1]?.id, toolCallId: part.toolCallId }
  assert.equal((await chat.send(ada, 'POST', `/conversations/${id}/undo/`, deed)).status, 204)
  assert.deepEqual(await openTasks(ada), [])
})

test('a category that is new is added with its task', async () => {
  const ada = await chat.api.signUp()
  await say(ada, 'add tune the piano #music')
  assert.equal((await openTasks(ada))[0]?.category, 'music')
})

test('what repeats becomes an autotask, with the day of its first', async () => {
  const ada = await chat.api.signUp()
  const { tools, text } = await say(ada, 'water plants every friday')
  assert.deepEqual(tools, ['createAutotask'])
  assert.match(text, /The first is for (today|tomorrow|Fri )/)
  const { groups } = await say(ada, 'what repeats?')
  assert.deepEqual(groups, [[undefined, 'water plants']])
})

test('what is due is listed by day, what is late first', async () => {
  const ada = await chat.api.signUp()
  const { today } = await ada.client.getAccount()
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  for (const [name, dueDay] of [
    ['now', today],
    ['late', yesterday],
    ['some day', null],
  ] as const) {
    await ada.client.createTask({ body: { name, dueDay } })
  }
  assert.deepEqual((await say(ada, 'what is due today?')).groups, [
    ['Overdue', 'late'],
    ['Today', 'now'],
  ])
  assert.deepEqual((await say(ada, 'overdue')).groups, [[undefined, 'late']])
  assert.deepEqual((await say(ada, 'my tasks')).groups, [[undefined, 'now', 'late', 'some day']])
  assert.equal((await say(ada, 'what is due next week?')).text, 'Nothing is due next week.')
})

test('one match is completed, the exact name before others that only contain it', async () => {
  const ada = await chat.api.signUp()
  for (const name of ['buy milk', 'buy milk and eggs']) await ada.client.createTask({ body: { name } })
  assert.deepEqual((await say(ada, 'complete Buy Milk')).tools, ['completeTask'])
  assert.deepEqual(
    (await openTasks(ada)).map(({ name }) => name),
    ['buy milk and eggs'],
  )
  assert.match((await say(ada, 'complete the tax return')).text, /No open task/)
})

test('several matches are asked about, and a number chooses', async () => {
  const ada = await chat.api.signUp()
  for (const name of ['buy bread', 'buy eggs']) await ada.client.createTask({ body: { name } })
  const asked = await say(ada, 'complete buy')
  assert.deepEqual(asked.tools, [])
  assert.match(asked.text, /Which one/)
  assert.deepEqual((await say(ada, 'complete buy', '2')).tools, ['completeTask'])
  assert.equal((await openTasks(ada)).length, 1)
  assert.match((await say(ada, 'complete buy', 'help', '2')).text, /nothing to choose/)
})

test('searching finds names and says so when there is none', async () => {
  const ada = await chat.api.signUp()
  await ada.client.createTask({ body: { name: 'repot the plants' } })
  assert.deepEqual((await say(ada, 'search plant')).groups, [[undefined, 'repot the plants']])
  assert.match((await say(ada, 'search *bold*')).text, /No task has “\\\*bold\\\*” in it/)
})

test('anything else is answered with what can be asked, and changes nothing', async () => {
  const ada = await chat.api.signUp()
  const { text, tools } = await say(ada, 'learn the accordion')
  assert.match(text, /what is due this week/)
  assert.match(text, /add learn the accordion/)
  assert.deepEqual(tools, [])
  assert.deepEqual(await openTasks(ada), [])
})
