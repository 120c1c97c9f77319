import { z } from 'zod'

/** The closed list of error codes. A code never changes its meaning: clients and tests branch on it, never on words. */
export const PROBLEM_STATUS = {
  invalid_input: 422,
  malformed_request: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  forbidden: 403,
  sign_up_closed: 403,
  not_found: 404,
  method_not_allowed: 405,
  id_taken: 409,
  name_taken: 409,
  still_used: 409,
  changed_meanwhile: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal_error: 500,
  unavailable: 503,
} as const

export type ProblemCode = keyof typeof PROBLEM_STATUS

/** RFC 9457. `errors` names every faulty field of an `invalid_input`. */
export const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
