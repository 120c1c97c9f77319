import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Answering, ask, Text } from './answers.ts'
import type { Boot } from './boot.ts'
import { messagesOf, Params } from './conversations.ts'
import type { Page } from './page-server.ts'
import { check, Refusal } from './problems.ts'
import { clientOf, visitorOf } from './visitor.ts'

const Form = z.object({ text: Text })
const FORM_LIMIT = 256 * 1024

/** The two addresses a person sees, and the form that asks when scripts are off. */
export function pageRoutes(app: FastifyInstance, answering: Answering, page: Page): void {
  const { config } = answering
  const send = async (request: FastifyRequest, reply: FastifyReply, id: string | undefined) => {
    const html = await page.render(await bootOf(request, answering, id))
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
  }
  app.get('/', (request, reply) => send(request, reply, undefined))
  app.get('/c/:id', (request, reply) => send(request, reply, pageId(request)))

  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post('/c/:id', { bodyLimit: FORM_LIMIT }, async (request, reply) => {
      const id = pageId(request)
      const { text } = check(Form, request.body)
      const visitor = await visitorOf(request, config.API_URL)
      const answer = await ask(app, answering, visitor, id, { id: randomUUID(), text })
      await answer.ended
      return reply.redirect(`/c/${id}`, 303)
    })
  })
}

/** An address that is no conversation's is not found, rather than a wrong input. */
function pageId(request: FastifyRequest): string {
  const params = Params.safeParse(request.params)
  if (!params.success) throw new Refusal('not_found', 'There is no such conversation.')
  return params.data.id
}

async function bootOf(request: FastifyRequest, { config, live }: Answering, id: string | undefined): Promise<Boot> {
  const client = clientOf(request, config.API_URL)
  const [account, list] = await Promise.all([client.getAccount(), client.listConversations({ query: { limit: 100 } })])
  // Asked before the messages are read: an answer that ends in between is then read from both, never from neither.
  const answering = id !== undefined && live.find(account.id, id)?.isOver === false
  const { name, theme, accentHue, timeZone, dayStartHour, today } = account
  return {
    account: { name, theme, accentHue, timeZone, dayStartHour, today },
    appOrigin: config.APP_ORIGIN,
    model: config.model?.name ?? null,
    conversations: list.items,
    next: list.next,
    conversation: {
      id: id ?? randomUUID(),
      state: id ? 'kept' : 'new',
      title: list.items.find((item) => item.id === id)?.title ?? 'Conversation',
      messages: id ? await messagesOf(client, id) : [],
      answering,
    },
  }
}
