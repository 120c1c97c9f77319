import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { FastifyBaseLogger } from 'fastify'
import { writeAnswer } from './answer.ts'
import { messagesOf } from './conversations.ts'
import { createLiveAnswers } from './live-answers.ts'
import type { AnswerEnd, ChatMessage } from './messages.ts'
import { createModelAssistant } from './model-assistant.ts'
import { PATIENCE_MS } from './model-faults.ts'
import {
  allChunksOf,
  dataOf,
  isSilent,
  refuses,
  says,
  silentLog,
  startFakeModel,
  startTestChat,
  trailsOff,
} from './testing.ts'

const model = await startFakeModel()
const chat = await startTestChat(model)
const ada = await chat.api.signUp()

const FAULTS: [what: string, status: number, text: RegExp, suggestion: RegExp][] = [
  ['refuses the key', 401, /refused the key/, /chat_model_key/],
  ['does not know the name', 404, /no model “small”/, /CHAT_MODEL/],
  ['has had too many requests', 429, /too many requests/, /Wait a moment/],
  ['has a fault', 500, /fault of its own \(500\)/, /Try again/],
  ['cannot take the request', 400, /refused the request \(400\)/, /new conversation/],
]

for (const [what, status, text, suggestion] of FAULTS) {
  test(`a model that ${what} gives a clear message, and the question is kept`, async () => {
    model.requests = []
    model.reactions = [refuses(status)]
    const id = randomUUID()
    const end = await endOf(id, await chat.ask(ada, id, 'anyone there?'))
    assert.match(end.text, text)
    assert.match(end.suggestion ?? '', suggestion)
    assert.equal(model.requests.length, 1)
  })
}

test('a model that is down gives a clear message at once, the question is kept, and Retry answers it', async () => {
  model.reactions = [
    (response) => {
      response.socket?.resetAndDestroy()
    },
    says('Here I am.'),
  ]
  const id = randomUUID()
  const end = await endOf(id, await chat.ask(ada, id, 'anyone there?', 'question'))
  assert.match(end.text, /cannot be reached/)
  await allChunksOf(await chat.ask(ada, id, 'anyone there?', 'question'))
  const messages = await messagesOf(ada.client, id)
  assert.equal(messages.length, 2)
  assert.equal(
    messages[1]?.parts.some((part) => part.type === 'data-end'),
    false,
  )
})

test('a model that breaks off gives a message behind what it said', async () => {
  model.reactions = [
    (response, body) => {
      trailsOff('Half ')(response, body)
      setImmediate(() => response.socket?.resetAndDestroy())
    },
  ]
  const id = randomUUID()
  const end = await endOf(id, await chat.ask(ada, id, 'tell me'))
  assert.equal(end.reason, 'failed')
})

for (const [what, reaction] of [
  ['says nothing at all', isSilent],
  ['trails off', trailsOff('Well ')],
] as const) {
  test(`a model that ${what} is given up, and what it said is kept`, async () => {
    assert.ok(PATIENCE_MS < 10_000, 'the page promises a word within ten seconds')
    model.reactions = [reaction]
    const parts = await answerWith(createModelAssistant(model, 150))
    const end = parts.at(-1)
    assert.match(end?.type === 'data-end' ? end.data.text : '', /has said nothing for/)
    assert.equal(
      parts.some((part) => part.type === 'text' && part.text === 'Well '),
      what === 'trails off',
    )
  })
}

async function answerWith(assistant: ReturnType<typeof createModelAssistant>): Promise<ChatMessage['parts']> {
  const conversationId = randomUUID()
  await ada.client.createConversation({ body: { id: conversationId, title: 'Silence' } })
  const live = createLiveAnswers().begin('ada', conversationId)
  assert.ok(live)
  const visitor = { client: ada.client, account: await ada.client.getAccount() }
  const messages: ChatMessage[] = [{ id: 'question', role: 'user', parts: [{ type: 'text', text: 'hello?' }] }]
  const log: FastifyBaseLogger = silentLog
  await writeAnswer({ conversationId, answerId: 'answer', messages, visitor }, assistant, live, log)
  const [answer] = await messagesOf(ada.client, conversationId)
  return answer?.parts ?? []
}

/** How the answer ended, in the page and in what is kept. */
async function endOf(id: string, response: Response): Promise<AnswerEnd> {
  const chunks = await allChunksOf(response)
  const end = dataOf(chunks, 'data-end') as AnswerEnd | undefined
  assert.ok(end)
  const [question, answer] = await messagesOf(ada.client, id)
  assert.equal(question?.role, 'user')
  const part = answer?.parts.at(-1)
  assert.deepEqual(part?.type === 'data-end' && part.data, end)
  return end
}
