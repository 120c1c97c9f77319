import { PROBLEM_STATUS, type Problem, type ProblemCode } from '@ichrisbirch/contract/problems'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { Refusal } from './refusal.ts'

// As an import, node:http would load undici for its WebSocket: 5 MB, and 80 ms of each start.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Every error becomes a problem document here, and only here; what is not expected is logged and not told. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = toRefusal(error)
    if (refusal.status >= 500) request.log.error({ err: error }, 'request failed')
    return sendProblem(request, reply, refusal)
  })
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new Refusal('not_found', `There is nothing at ${request.method} ${pathOf(request)}.`)),
  )
}

function toRefusal(error: FastifyError): Refusal {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) return inputRefusal(error)
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return new Refusal('malformed_request', 'The body is not JSON.')
  }
  const code = codeOfStatus(error.statusCode)
  if (code && code !== 'internal_error') return new Refusal(code, error.message)
  const sqlState = sqlStateOf(error)
  // Class 22: a value that passed our checks but not PostgreSQL's. Class 08 and 57P: it is away or going away.
  if (sqlState?.startsWith('22')) return new Refusal('invalid_input', 'A value cannot be kept.')
  if (sqlState && /^(08|57P|53)/.test(sqlState))
    return new Refusal('unavailable', 'The database is not ready. Try again.')
  if (isConnectionError(error)) return new Refusal('unavailable', 'The database does not answer. Try again.')
  return new Refusal(
    'internal_error',
    'Something went wrong on our side. The log has the details under the request id.',
  )
}

function inputRefusal(error: FastifyError & { validation: { instancePath: string; message?: string }[] }): Refusal {
  const part = error.validationContext ?? 'body'
  const errors = error.validation.map(({ instancePath, message }) => ({
    field: instancePath.split('/').filter(Boolean).join('.') || part,
    message: message ?? 'cannot be used',
  }))
  return new Refusal(
    'invalid_input',
    `Some fields of the ${part === 'querystring' ? 'query' : part} cannot be used.`,
    errors,
  )
}

/** drizzle-orm wraps what pg throws: the cause has the code. */
function sqlStateOf(error: unknown): string | undefined {
  const code = ((error as Error).cause as { code?: unknown } | undefined)?.code ?? (error as { code?: unknown }).code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

function isConnectionError(error: unknown): boolean {
  const { cause = error } = error as Error
  const { code, message } = cause as { code?: string; message?: string }
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message ?? '')
  )
}

function codeOfStatus(status: number | undefined): ProblemCode | undefined {
  const entry = Object.entries(PROBLEM_STATUS).find(([, value]) => value === status)
  return entry?.[0] as ProblemCode | undefined
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(refusal, request.id)))
}

export function problemOf(refusal: Refusal, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[refusal.status] ?? 'Error',
    status: refusal.status,
    code: refusal.code,
    detail: refusal.message,
    requestId,
    ...(refusal.errors && { errors: refusal.errors }),
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/'
}
