import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { answersHealth, createHealth } from '@ichrisbirch/runtime/health'
import { createLogger } from '@ichrisbirch/runtime/log'
import type { UIMessageChunk } from 'ai'
import { type Person, startTestApi, type TestApi } from '../../api/src/testing.ts'
import { buildApp } from './app.ts'
import type { ChatConfig, Model } from './config.ts'

export const silentLog = createLogger({ service: 'chat', level: 'silent', readable: false })

export interface TestChat {
  api: TestApi
  url: string
  config: ChatConfig
  /** A request of the person's own page. */
  send: (person: Person, method: string, path: string, body?: unknown) => Promise<Response>
  ask: (person: Person, conversationId: string, text: string, id?: string) => Promise<Response>
}

/** The chat as it is in production, with the real API on a real PostgreSQL behind it; closed after the file. */
export async function startTestChat(model?: Model, ofOthers?: TestApi): Promise<TestChat> {
  const api = ofOthers ?? (await startTestApi())
  const config: ChatConfig = {
    NODE_ENV: 'production',
    ENVIRONMENT: 'testing',
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    API_URL: api.url,
    APP_ORIGIN: 'http://localhost:5001',
    CHAT_ORIGIN: 'http://localhost:8507',
    model,
  }
  const health = createHealth({ api: answersHealth(api.url) })
  const app = await buildApp({ config, health, log: silentLog })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  // A browser sends the origin that it sees, which has the port that was free.
  config.CHAT_ORIGIN = url
  after(() => app.close())
  const send: TestChat['send'] = (person, method, path, body) =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        cookie: person.cookie,
        origin: url,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const ask: TestChat['ask'] = (person, conversationId, text, id = randomUUID()) =>
    send(person, 'POST', `/conversations/${conversationId}/messages/`, { id, text })
  return { api, url, config, send, ask }
}

/** The parts of an answer as the page receives them. */
export async function* chunksOf(response: Response): AsyncGenerator<UIMessageChunk> {
  let rest = ''
  for await (const bytes of response.body ?? []) {
    const events = (rest + new TextDecoder().decode(bytes)).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = event.replace(/^data: /, '')
      if (data !== '[DONE]') yield JSON.parse(data) as UIMessageChunk
    }
  }
}

export async function allChunksOf(response: Response): Promise<UIMessageChunk[]> {
  const chunks: UIMessageChunk[] = []
  for await (const chunk of chunksOf(response)) chunks.push(chunk)
  return chunks
}

/** The data part of a kind, if the answer had one. */
export function dataOf(chunks: UIMessageChunk[], type: `data-${string}`): unknown {
  const chunk = chunks.find((chunk) => chunk.type === type)
  return chunk && 'data' in chunk ? chunk.data : undefined
}

export function textOfChunks(chunks: UIMessageChunk[]): string {
  return chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('')
}

type Reaction = (response: ServerResponse, body: { messages: { role: string; content: unknown }[] }) => void

export interface FakeModel extends Model {
  /** What it does with the next requests, in order; the last one stays. */
  reactions: Reaction[]
  /** The bodies of the requests so far. */
  requests: { messages: { role: string; content: unknown }[]; tools?: unknown[] }[]
  /** Resolves when a request was ended by the other side before it was answered. */
  aborted: Promise<void>
}

/** An endpoint on loopback that speaks OpenAI's chat completions. */
export async function startFakeModel(): Promise<FakeModel> {
  const aborted = Promise.withResolvers<void>()
  const model: FakeModel = { url: '', name: 'small', key: 'key', reactions: [], requests: [], aborted: aborted.promise }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (bytes: Buffer) => {
      text += bytes.toString()
    })
    request.on('end', () => {
      const body = JSON.parse(text)
      model.requests.push(body)
      const reaction = model.reactions.length > 1 ? model.reactions.shift() : model.reactions[0]
      reaction?.(response, body)
    })
    response.on('close', () => {
      if (!response.writableEnded) aborted.resolve()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  model.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return model
}

function event(delta: object, finish: string | null = null): string {
  return `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
}

/** Says the words and ends. */
export const says =
  (...words: string[]): Reaction =>
  (response) => {
    begin(response)
    for (const word of words) response.write(event({ content: word }))
    response.end(`${event({}, 'stop')}data: [DONE]\n\n`)
  }

/** Says the words and then nothing more, without an end. */
export const trailsOff =
  (...words: string[]): Reaction =>
  (response) => {
    begin(response)
    for (const word of words) response.write(event({ content: word }))
  }

/** Accepts the request and says nothing at all, not even a header. */
export const isSilent: Reaction = () => undefined

export const callsTool =
  (name: string, input: object): Reaction =>
  (response) => {
    begin(response)
    const call = { index: 0, id: `call_${randomUUID()}`, type: 'function' }
    response.write(event({ tool_calls: [{ ...call, function: { name, arguments: JSON.stringify(input) } }] }))
    response.end(`${event({}, 'tool_calls')}data: [DONE]\n\n`)
  }

export const refuses =
  (status: number): Reaction =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message: 'no', type: 'error' } }))
  }
