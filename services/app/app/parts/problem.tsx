import type { Answer } from '../answer.ts'
import classes from './fields.module.css'

/** What the API refused, above the form that asked. The faulty fields say it again where they stand. */
export function ProblemLine({ answer }: { answer: Answer | undefined }) {
  if (!answer?.problem) return null
  return (
    <p className={classes.problem} role="alert">
      {answer.problem.message}
    </p>
  )
}

/** For a field's `error`: the API's words about this one. */
export const faultOf = (answer: Answer | undefined, field: string): string | undefined => answer?.problem?.fields[field]
