import { ApiError, type Client } from '@ichrisbirch/contract/client'
import type { FastifyBaseLogger } from 'fastify'
import { createUIMessageStream, JsonToSseTransformStream, type UIMessageChunk, type UIMessageStreamWriter } from 'ai'
import type { LiveAnswer } from './live-answers.ts'
import type { AnswerEnd, ChatMessage, ChatPart } from './messages.ts'
import type { Visitor } from './visitor.ts'

export type Writer = UIMessageStreamWriter<ChatMessage>

/** Writes the answer to the last of the messages. Resolves with the reason when it could not finish. */
export type Assistant = (request: {
  messages: ChatMessage[]
  visitor: Visitor
  writer: Writer
  signal: AbortSignal
}) => Promise<AnswerEnd | undefined>

export interface AnswerRequest {
  conversationId: string
  /** The id under which the answer is kept. */
  answerId: string
  messages: ChatMessage[]
  visitor: Visitor
}

/** Writes one answer into `live` and keeps it, step by step, through the API. Never rejects: the page is told. */
export async function writeAnswer(
  request: AnswerRequest,
  assistant: Assistant,
  live: LiveAnswer,
  log: FastifyBaseLogger,
): Promise<void> {
  const { answerId, messages, visitor, conversationId } = request
  let isKept = true
  const keep = async (message: ChatMessage) => {
    isKept = await keepAnswer(visitor.client, conversationId, { ...message, id: answerId }, log)
  }
  const stream = createUIMessageStream<ChatMessage>({
    originalMessages: messages,
    generateId: () => answerId,
    onStepEnd: ({ responseMessage }) => keep(responseMessage),
    onEnd: ({ responseMessage }) => keep(responseMessage),
    async execute({ writer }) {
      writer.write({ type: 'start', messageId: answerId })
      const signal = live.abort.signal
      const end = await assistant({ messages, visitor, writer, signal }).catch((error: unknown) => {
        if (!(error instanceof ApiError)) log.error({ err: error }, 'an answer failed')
        return endOf(error)
      })
      const whole = signal.aborted ? stoppedBy(signal.reason) : end
      if (whole) writer.write({ type: 'data-end', data: whole })
      writer.write({ type: 'finish' })
    },
  })
  try {
    for await (const event of stream.pipeThrough(new JsonToSseTransformStream())) {
      if (event.startsWith('data: [DONE]') && !isKept) live.append(eventOf({ type: 'data-end', data: NOT_KEPT }))
      live.append(event)
    }
  } catch (error) {
    log.error({ err: error }, 'an answer could not be sent')
    live.append(eventOf({ type: 'data-end', data: endOf(error) }))
  } finally {
    live.end()
  }
}

const NOT_KEPT: AnswerEnd = {
  reason: 'not_kept',
  text: 'This answer could not be kept: your records did not take it.',
  suggestion: 'It is gone when you reload this page. Copy what you need.',
}

function stoppedBy(reason: unknown): AnswerEnd {
  if (reason === 'restart') {
    return { reason: 'failed', text: 'The chat was restarted in the middle of this answer.', suggestion: 'Try again.' }
  }
  return { reason: 'stopped', text: 'Stopped.' }
}

function endOf(error: unknown): AnswerEnd {
  if (error instanceof ApiError) {
    const fields = Object.entries(error.fields).map(([field, message]) => `${field} ${message}`)
    const text = [error.message, ...fields].join(' ')
    return { reason: 'failed', text, suggestion: 'What you wrote is kept. Try again.' }
  }
  return { reason: 'failed', text: 'Something went wrong while answering.', suggestion: 'Try again.' }
}

function eventOf(chunk: UIMessageChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`
}

async function keepAnswer(client: Client, conversationId: string, message: ChatMessage, log: FastifyBaseLogger) {
  const parts = message.parts.map(atRest)
  if (parts.length === 0) return true
  try {
    await client.saveMessage({ params: { id: conversationId }, body: { id: message.id, role: 'assistant', parts } })
    return true
  } catch (error) {
    log.warn({ err: error, conversationId }, 'an answer could not be kept')
    return false
  }
}

/** A kept part is not being written any more, even if Stop came in the middle of it. */
function atRest(part: ChatPart): Record<string, unknown> {
  return 'state' in part && part.state === 'streaming' ? { ...part, state: 'done' } : part
}
