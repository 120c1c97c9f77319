import { PROBLEM_STATUS, type ProblemCode } from '@ichrisbirch/contract/problems'

/** An expected "no", thrown where it is found; the error handler makes the problem document of it. */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly errors: { field: string; message: string }[] | undefined

  constructor(code: ProblemCode, detail: string, errors?: { field: string; message: string }[]) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.errors = errors
  }

  get status(): number {
    return PROBLEM_STATUS[this.code]
  }
}

export const notFound = (what: string): Refusal => new Refusal('not_found', `There is no such ${what}.`)

export const invalidField = (field: string, message: string): Refusal =>
  new Refusal('invalid_input', 'Some fields cannot be used.', [{ field, message }])

/** The row, or `not_found`: also for what is someone else's, whose existence is nobody's business. */
export function found<Row>(row: Row | undefined, what: string): Row {
  if (row === undefined) throw notFound(what)
  return row
}
