import type { Client } from '@ichrisbirch/contract/client'
import { Id, line, pageQuery } from '@ichrisbirch/contract/wire'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ChatConfig } from './config.ts'
import type { ChatMessage } from './messages.ts'
import { check, Refusal } from './problems.ts'
import { undo, undoable } from './undo.ts'
import { clientOf } from './visitor.ts'

export const Params = z.object({ id: Id })
const Query = z.object(pageQuery)
const Title = z.strictObject({ title: line(200) })
const Deed = z.strictObject({ messageId: z.string().max(100), toolCallId: z.string().max(200) })

/** All messages of a conversation, oldest first. @throws ApiError */
export async function messagesOf(client: Client, id: string): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = []
  let after: string | undefined
  do {
    const page = await client.listMessages({ params: { id }, query: { limit: 200, ...(after && { after }) } })
    for (const { id, role, parts } of page.items) messages.push({ id, role, parts } as unknown as ChatMessage)
    after = page.next ?? undefined
  } while (after)
  return messages
}

/** What the page does with conversations besides asking. Each route is the API's own, with the visitor's cookie. */
export function conversationRoutes(app: FastifyInstance, config: ChatConfig): void {
  app.get('/conversations/', (request) =>
    clientOf(request, config.API_URL).listConversations({
      query: check(Query, request.query),
    }),
  )
  app.patch('/conversations/:id/', (request) =>
    clientOf(request, config.API_URL).changeConversation({
      params: check(Params, request.params),
      body: check(Title, request.body),
    }),
  )
  app.delete('/conversations/:id/', async (request, reply) => {
    await clientOf(request, config.API_URL).deleteConversation({ params: check(Params, request.params) })
    return reply.code(204).send()
  })
  app.post('/conversations/:id/restore/', (request) =>
    clientOf(request, config.API_URL).restoreConversation({ params: check(Params, request.params) }),
  )
  // The page names the tool call, never what to do: what undoes it is read from the message that was kept.
  app.post('/conversations/:id/undo/', async (request, reply) => {
    const params = check(Params, request.params)
    const { messageId, toolCallId } = check(Deed, request.body)
    const client = clientOf(request, config.API_URL)
    const message = (await messagesOf(client, params.id)).find(({ id }) => id === messageId)
    const deed = message && undoable(message, toolCallId)
    if (!message || !deed) throw new Refusal('not_found', 'There is nothing left to undo.')
    await undo(client, deed)
    const parts = [...message.parts, { type: 'data-undone', data: { toolCallId } }] as Record<string, unknown>[]
    await client.saveMessage({ params, body: { id: messageId, role: 'assistant', parts } })
    return reply.code(204).send()
  })
}
