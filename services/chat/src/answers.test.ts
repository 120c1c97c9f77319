import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { ChatMessage } from './messages.ts'
import {
  allChunksOf,
  callsTool,
  chunksOf,
  says,
  startFakeModel,
  startTestChat,
  textOfChunks,
  trailsOff,
} from './testing.ts'

const model = await startFakeModel()
const chat = await startTestChat(model)
const ada = await chat.api.signUp()

async function kept(conversationId: string): Promise<ChatMessage[]> {
  const { items } = await ada.client.listMessages({ params: { id: conversationId } })
  return items as unknown as ChatMessage[]
}

test('an answer is streamed as it is written, and kept with its question', async () => {
  model.reactions = [says('You ', 'have ', 'time.')]
  const id = randomUUID()
  const chunks = await allChunksOf(await chat.ask(ada, id, 'what now?'))
  assert.equal(chunks.filter(({ type }) => type === 'text-delta').length, 3)
  const [question, answer] = await kept(id)
  assert.deepEqual(question?.parts, [{ type: 'text', text: 'what now?' }])
  assert.equal(answer?.role, 'assistant')
  assert.equal(answer?.parts.find((part) => part.type === 'text')?.text, 'You have time.')
  const { items } = await ada.client.listConversations()
  assert.equal(items[0]?.title, 'What now?')
})

test('the model is told the day, the categories and what was said before', async () => {
  model.requests = []
  model.reactions = [says('Yes.')]
  const id = randomUUID()
  await allChunksOf(await chat.ask(ada, id, 'first'))
  await allChunksOf(await chat.ask(ada, id, 'second'))
  const { messages = [], tools } = model.requests.at(-1) ?? {}
  const { today } = await ada.client.getAccount()
  assert.match(String(messages[0]?.content), new RegExp(`${today}.*Errands`))
  assert.deepEqual(
    messages.slice(1).map(({ role }) => role),
    ['user', 'assistant', 'user'],
  )
  assert.ok(Array.isArray(tools) && tools.length > 5)
})

test('what a tool changed is done as the visitor, told to the model, and undone once', async () => {
  model.requests = []
  model.reactions = [callsTool('createTask', { name: 'buy milk', category: 'Errands' }), says('Done.')]
  const id = randomUUID()
  const chunks = await allChunksOf(await chat.ask(ada, id, 'milk, please'))
  assert.equal(textOfChunks(chunks), 'Done.')
  const [task] = (await ada.client.listTasks({ query: { category: 'Errands' } })).items
  assert.equal(task?.name, 'buy milk')
  const told = model.requests[1]?.messages.at(-1)
  assert.equal(told?.role, 'tool')
  assert.doesNotMatch(String(told?.content), /null/)

  const call = chunks.find((chunk) => chunk.type === 'tool-output-available')
  const messageId = (await kept(id)).at(-1)?.id
  const deed = { messageId, toolCallId: call?.toolCallId }
  assert.equal((await chat.send(ada, 'POST', `/conversations/${id}/undo/`, deed)).status, 204)
  assert.equal((await ada.client.listTasks({ query: { category: 'Errands' } })).items.length, 0)
  const again = await chat.send(ada, 'POST', `/conversations/${id}/undo/`, deed)
  assert.equal(again.status, 404)
  assert.ok((await kept(id)).at(-1)?.parts.some((part) => part.type === 'data-undone'))
})

test('a tool that the API refuses is an error that the model hears of, and the answer goes on', async () => {
  model.requests = []
  model.reactions = [callsTool('completeTask', { id: randomUUID() }), says('It is not there.')]
  const chunks = await allChunksOf(await chat.ask(ada, randomUUID(), 'complete it'))
  assert.equal(chunks.find((chunk) => chunk.type === 'tool-output-error')?.errorText, 'There is no such task.')
  assert.equal(textOfChunks(chunks), 'It is not there.')
})

test('Stop ends the request to the model and keeps what was said until then', async () => {
  model.reactions = [trailsOff('One ', 'two ')]
  const id = randomUUID()
  const response = await chat.ask(ada, id, 'count')
  let said = ''
  let end: unknown
  for await (const chunk of chunksOf(response)) {
    if (chunk.type === 'text-delta') said += chunk.delta
    if (chunk.type === 'data-end') end = chunk.data
    if (said === 'One two ' && chunk.type === 'text-delta') {
      assert.equal((await chat.send(ada, 'POST', `/conversations/${id}/stop/`)).status, 204)
    }
  }
  await model.aborted
  assert.deepEqual(end, { reason: 'stopped', text: 'Stopped.' })
  const parts = (await kept(id)).at(-1)?.parts
  assert.deepEqual(
    parts?.find((part) => part.type === 'text'),
    { type: 'text', text: 'One two ', state: 'done' },
  )
  assert.equal(parts?.at(-1)?.type, 'data-end')
})

test('a page that goes away stops nothing, and one that comes back reads the answer from its beginning', async () => {
  const go = Promise.withResolvers<void>()
  model.reactions = [
    (response, body) => {
      trailsOff('Slowly, ')(response, body)
      void go.promise.then(() =>
        response.end('data: {"choices":[{"index":0,"delta":{"content":"but surely."},"finish_reason":"stop"}]}\n\n'),
      )
    },
  ]
  const id = randomUUID()
  const leaving = new AbortController()
  const first = await fetch(`${chat.url}/conversations/${id}/messages/`, {
    method: 'POST',
    headers: { cookie: ada.cookie, origin: chat.url, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'question', text: 'how?' }),
    signal: leaving.signal,
  })
  for await (const chunk of chunksOf(first)) if (chunk.type === 'text-delta') break
  leaving.abort()
  const page = await (await chat.send(ada, 'GET', `/c/${id}`)).text()
  assert.match(page, /"answering":true/)
  const back = await chat.send(ada, 'GET', `/conversations/${id}/stream/`)
  go.resolve()
  const chunks = await allChunksOf(back)
  assert.equal(chunks[0]?.type, 'start')
  assert.equal(textOfChunks(chunks), 'Slowly, but surely.')
  assert.equal((await kept(id)).length, 2)
})

test('a conversation has one answer at a time', async () => {
  model.reactions = [trailsOff('Well ')]
  const id = randomUUID()
  await chat.ask(ada, id, 'one')
  const second = await chat.ask(ada, id, 'two')
  assert.equal(second.status, 409)
  assert.match(((await second.json()) as { detail: string }).detail, /still being written/)
  await chat.send(ada, 'POST', `/conversations/${id}/stop/`)
})

test('a question that is asked again is answered in the place of its answer', async () => {
  const id = randomUUID()
  model.reactions = [says('Wrong.'), says('Right.')]
  await allChunksOf(await chat.ask(ada, id, 'what?', 'question'))
  await allChunksOf(await chat.ask(ada, id, 'what?', 'question'))
  const messages = await kept(id)
  assert.equal(messages.length, 2)
  assert.equal(messages[1]?.parts.find((part) => part.type === 'text')?.text, 'Right.')
})
