import { z } from 'zod'
import type { Answer, Endpoint, Input } from './endpoint.ts'
import { type Endpoints, endpoints } from './endpoints.ts'
import { Problem, type ProblemCode } from './problems.ts'

/** The API answered with a problem document, or did not answer (`unavailable`). */
export class ApiError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly fields: Record<string, string>

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options)
    this.name = 'ApiError'
    this.code = problem.code
    this.status = problem.status
    this.fields = Object.fromEntries((problem.errors ?? []).map((error) => [error.field, error.message]))
  }
}

export type Client = {
  [Name in keyof Endpoints]: (
    ...args: Record<never, never> extends Input<Endpoints[Name]>
      ? [input?: Input<Endpoints[Name]>]
      : [input: Input<Endpoints[Name]>]
  ) => Promise<Answer<Endpoints[Name]>>
}

export interface ClientOptions {
  /** Where the API is, for example http://api:8000. */
  url: string
  /** Sent with every request: the visitor's cookie or an `x-api-key`, and `x-request-id`. */
  headers: Record<string, string>
  /** Milliseconds until a request is given up as `unavailable`. */
  timeout?: number
  signal?: AbortSignal
}

interface AnyInput {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

/**
 * A function for each endpoint: `await client.listTasks({ query: { status: 'open' } })`.
 * @throws ApiError
 */
export function createClient(options: ClientOptions): Client {
  const calls = Object.entries(endpoints as unknown as Record<string, Endpoint>).map(([name, endpoint]) => [
    name,
    (input: AnyInput = {}) => call(options, endpoint, input),
  ])
  return Object.fromEntries(calls) as Client
}

async function call(options: ClientOptions, endpoint: Endpoint, input: AnyInput): Promise<unknown> {
  const response = await send(options, endpoint.method, pathOf(endpoint, input), input.body)
  if (response.status === 204) return undefined
  if (response.ok && endpoint.answer instanceof z.ZodFile) return fileOf(response)
  const answer: unknown = await response.json().catch((error: unknown) => {
    throw unavailable('The API sent an answer that is not JSON.', error)
  })
  if (response.ok) return answer
  const problem = Problem.safeParse(answer)
  throw problem.success ? new ApiError(problem.data) : unavailable(`The API answered ${response.status}.`, answer)
}

/** The bytes of an answer as a file, of the type and by the name that its headers say. */
async function fileOf(response: Response): Promise<File> {
  const bytes = await response.arrayBuffer().catch((error: unknown) => {
    throw unavailable('The API ended in the middle of a file.', error)
  })
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return new File([new Uint8Array(bytes)], decodeURIComponent(name ?? ''), {
    type: response.headers.get('content-type') ?? '',
  })
}

function send(options: ClientOptions, method: string, path: string, body: unknown): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeout ?? 10_000)
  return fetch(new URL(path, options.url), {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
      ...options.headers,
    },
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw unavailable('The API does not answer.', error)
  })
}

function pathOf(endpoint: Endpoint, input: AnyInput): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input.params?.[name])))
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(key, String(value))
  }
  return query.size ? `${path}?${query.toString()}` : path
}

function unavailable(detail: string, cause: unknown): ApiError {
  return new ApiError(
    { type: 'about:blank', title: 'Unavailable', status: 503, code: 'unavailable', detail },
    { cause },
  )
}
