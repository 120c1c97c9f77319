import { ApiError, type Client } from '@ichrisbirch/contract/client'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Assistant } from './answer.ts'
import type { ChatConfig } from './config.ts'
import { messagesOf, Params } from './conversations.ts'
import type { LiveAnswer, LiveAnswers } from './live-answers.ts'
import { type ChatMessage, MAX_TEXT, titleOf } from './messages.ts'
import { check, Refusal } from './problems.ts'
import { type Visitor, visitorOf } from './visitor.ts'

export const Text = z
  .string()
  .max(MAX_TEXT, `A message can have ${MAX_TEXT.toLocaleString('en')} characters at most. Nothing was sent.`)
  .refine((text) => text.trim() !== '', 'Write something first.')
const Question = z.strictObject({ id: z.string().regex(/^[\w-]{1,100}$/), text: Text })

/** 20,000 characters of six bytes each ("\u00e4"), and the rest of the request. */
const QUESTION_LIMIT = 128 * 1024

export interface Answering {
  config: ChatConfig
  assistant: Assistant
  live: LiveAnswers
}

/** Ask, read on, stop. */
export function answerRoutes(app: FastifyInstance, answering: Answering): void {
  const { config, live } = answering
  app.post('/conversations/:id/messages/', { bodyLimit: QUESTION_LIMIT }, async (request, reply) => {
    const { id } = check(Params, request.params)
    const question = check(Question, request.body)
    const visitor = await visitorOf(request, config.API_URL)
    return sendEvents(reply, await ask(app, answering, visitor, id, question))
  })
  app.get('/conversations/:id/stream/', async (request, reply) => {
    const { id } = check(Params, request.params)
    const { account } = await visitorOf(request, config.API_URL)
    const answer = live.find(account.id, id)
    return answer ? sendEvents(reply, answer) : reply.code(204).send()
  })
  // A reader that goes away only reloads or lost the network: stopping has to be said.
  app.post('/conversations/:id/stop/', async (request, reply) => {
    const { id } = check(Params, request.params)
    const { account } = await visitorOf(request, config.API_URL)
    const answer = live.find(account.id, id)
    answer?.abort.abort('stopped')
    await answer?.ended
    return reply.code(204).send()
  })
}

/**
 * Keeps the person's message, then begins the answer. A message that has an answer is answered anew, in its place.
 * @throws ApiError before anything was begun
 */
export async function ask(
  app: FastifyInstance,
  { assistant, live }: Answering,
  visitor: Visitor,
  conversationId: string,
  question: { id: string; text: string },
): Promise<LiveAnswer> {
  const answer = live.begin(visitor.account.id, conversationId)
  if (!answer) throw new Refusal('still_used', 'The answer before is still being written. Stop it, or wait for it.')
  try {
    await keepQuestion(visitor.client, conversationId, question)
    const messages = await messagesOf(visitor.client, conversationId)
    const at = messages.findIndex(({ id }) => id === question.id)
    const request = {
      conversationId,
      visitor,
      messages: messages.slice(0, at + 1),
      answerId: messages[at + 1]?.id ?? randomUUID(),
    }
    // With the first answer, not at the start: the AI SDK is 6 MB, and a tenth of a second.
    const { writeAnswer } = await import('./answer.ts')
    void writeAnswer(request, assistant, answer, app.log)
    return answer
  } catch (error) {
    answer.end()
    live.forget(visitor.account.id, conversationId)
    throw error
  }
}

async function keepQuestion(client: Client, id: string, question: { id: string; text: string }): Promise<void> {
  const parts = [{ type: 'text', text: question.text }] satisfies ChatMessage['parts']
  const message = { params: { id }, body: { id: question.id, role: 'user' as const, parts } }
  try {
    await client.saveMessage(message)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not_found') throw error
    await client.createConversation({ body: { id, title: titleOf(question.text) } })
    await client.saveMessage(message)
  }
}

async function sendEvents(reply: FastifyReply, answer: LiveAnswer): Promise<FastifyReply> {
  const { UI_MESSAGE_STREAM_HEADERS } = await import('ai')
  return reply.headers(UI_MESSAGE_STREAM_HEADERS).send(Readable.from(answer.read()))
}
