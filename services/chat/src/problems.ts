import { ApiError } from '@ichrisbirch/contract/client'
import { type Problem, PROBLEM_STATUS, type ProblemCode } from '@ichrisbirch/contract/problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodType, z } from 'zod'

/** A request that is refused, as the problem document that is sent. */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly fields: { field: string; message: string }[]

  constructor(code: ProblemCode, detail: string, fields: { field: string; message: string }[] = []) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
  }
}

/** @throws Refusal naming every faulty field. */
export function check<Schema extends ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
  throw new Refusal('invalid_input', fields[0]?.message ?? 'The input is wrong.', fields)
}

/** RFC 9457, from whatever was thrown. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  const { code, detail } = reasonOf(error)
  const status = PROBLEM_STATUS[code]
  return {
    type: 'about:blank',
    title: code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase()),
    status,
    code,
    detail,
    requestId: request.id,
    ...(error instanceof Refusal && error.fields.length > 0 && { errors: error.fields }),
  }
}

export function sendProblem(problem: Problem, reply: FastifyReply): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

function reasonOf(error: unknown): { code: ProblemCode; detail: string } {
  if (error instanceof Refusal) return { code: error.code, detail: error.message }
  if (error instanceof ApiError) {
    const detail = error.code === 'unavailable' ? 'Your records do not answer at the moment.' : error.message
    return { code: error.code, detail }
  }
  const status = (error as { statusCode?: number } | undefined)?.statusCode
  if (status === 413) return { code: 'body_too_large', detail: 'The request is too large.' }
  if (status === 415) return { code: 'unsupported_media_type', detail: 'Send JSON, as application/json.' }
  if (status === 404) return { code: 'not_found', detail: 'There is nothing at this address.' }
  if (status !== undefined && status >= 400 && status < 500) {
    return { code: 'malformed_request', detail: 'The request cannot be read.' }
  }
  return { code: 'internal_error', detail: 'The chat made a mistake. It is in the log, with this request’s id.' }
}
