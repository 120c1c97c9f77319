import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, line, page, pageQuery } from './wire.ts'

export const Conversation = z
  .object({ id: Id, title: z.string(), createdAt: Instant, updatedAt: Instant, deletedAt: Instant.nullable() })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>

/** A message as the AI SDK keeps it (`UIMessage`): `parts` is its own format, kept as it is and bounded in size. */
export const Message = z
  .object({
    id: z.string(),
    role: z.enum(['user', 'assistant']),
    parts: z.array(z.record(z.string(), z.unknown())),
    createdAt: Instant,
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

const conversationParams = z.strictObject({ id: Id })
const jsonText = (value: unknown) => JSON.stringify(value)

export const conversations = {
  listConversations: endpoint({
    method: 'GET',
    path: '/conversations/',
    summary: 'List conversations with the chat, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(Conversation),
  }),
  createConversation: endpoint({
    method: 'POST',
    path: '/conversations/',
    summary: 'Begin a conversation',
    status: 201,
    body: z
      .strictObject({ id: Id.optional(), title: line(200) })
      .meta({ examples: [{ title: 'Plans for the garden' }] }),
    answer: Conversation,
  }),
  changeConversation: endpoint({
    method: 'PATCH',
    path: '/conversations/:id/',
    summary: 'Rename a conversation',
    status: 200,
    params: conversationParams,
    body: z.strictObject({ title: line(200) }).meta({ examples: [{ title: 'Plans for the patio' }] }),
    answer: Conversation,
  }),
  listMessages: endpoint({
    method: 'GET',
    path: '/conversations/:id/messages/',
    summary: 'The messages of a conversation, oldest first',
    status: 200,
    params: conversationParams,
    query: z.strictObject(pageQuery),
    answer: page(Message),
  }),
  saveMessage: endpoint({
    method: 'POST',
    path: '/conversations/:id/messages/',
    summary: 'Keep a message; the same id again replaces it (an answer grows while it streams)',
    status: 201,
    params: conversationParams,
    body: z
      .strictObject({
        id: z
          .string()
          .min(1)
          .max(100)
          .regex(/^[\w-]+$/),
        role: z.enum(['user', 'assistant']),
        parts: z
          .array(z.record(z.string(), z.unknown()))
          .max(500)
          .refine((parts) => !jsonText(parts).includes('\\u0000'), 'must not contain the character U+0000'),
      })
      .meta({ examples: [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: 'What is due this week?' }] }] }),
    answer: Message,
  }),
  deleteConversation: endpoint({
    method: 'DELETE',
    path: '/conversations/:id/',
    summary: 'Delete a conversation; it can be restored for 30 days',
    status: 204,
    params: conversationParams,
  }),
  restoreConversation: endpoint({
    method: 'POST',
    path: '/conversations/:id/restore/',
    summary: 'Restore a deleted conversation',
    status: 200,
    params: conversationParams,
    answer: Conversation,
  }),
}
