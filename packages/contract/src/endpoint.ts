import { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * One thing that can be asked of the API. A body or an answer is JSON, or the bytes of a `z.file()`; a file's bytes never
 * change under one address. The tables made of these give the Fastify routes, the OpenAPI document,
 * the typed client, the chat's tools and the CLI's data commands: nothing is described twice.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: Method
  /** Fastify notation, with the trailing slash: `/tasks/:id/`. */
  path: string
  summary: string
  status: 200 | 201 | 204
  params?: Params
  query?: Query
  body?: Body
  answer?: Answer
  /** Bytes that a body may have, for files. Absent: 1 MB. */
  bodyLimit?: number
  /** What the chat may do with it: `read` at once, `write` with an undo in the answer. Absent: not a tool. */
  tool?: 'read' | 'write'
  /** In the terminal one line says it all: read by `parseQuickAdd`. */
  quickAdd?: true
  /**
   * `anyone` needs no sign-in; `key` is an API key about itself, never a session; for everyone but the `admin` it is not
   * there (404). Absent: the signed-in owner.
   */
  who?: 'anyone' | 'key' | 'admin'
}

/** Bytes travel instead of JSON: no words of a terminal or of a chat can say them. */
export const carriesBytes = ({ body, answer }: Endpoint): boolean =>
  body instanceof z.ZodFile || answer instanceof z.ZodFile

/** Keeps the exact types of an endpoint's schemas, which the client and the routes are made from. */
export function endpoint<
  const Params extends z.ZodType = z.ZodUndefined,
  const Query extends z.ZodType = z.ZodUndefined,
  const Body extends z.ZodType = z.ZodUndefined,
  const Answer extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return definition
}

export type EndpointTable = Record<string, Endpoint>

type Present<Key extends string, Schema, Value> = Schema extends z.ZodUndefined
  ? unknown
  : undefined extends Value
    ? { [key in Key]?: Value }
    : Record<never, never> extends Value
      ? { [key in Key]?: Value }
      : { [key in Key]: Value }

/** What a caller passes: `{ params, query, body }`, each only where the endpoint has it. */
export type Input<Of> =
  Of extends Endpoint<infer Params, infer Query, infer Body>
    ? Present<'params', Params, z.input<Params>> &
        Present<'query', Query, z.input<Query>> &
        Present<'body', Body, z.input<Body>>
    : never

/** What a handler receives: the same, checked and with defaults filled in. */
export type Checked<Of> =
  Of extends Endpoint<infer Params, infer Query, infer Body>
    ? { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> }
    : never

export type Answer<Of> =
  Of extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer Result>
    ? Result extends z.ZodUndefined
      ? undefined
      : z.output<Result>
    : never
