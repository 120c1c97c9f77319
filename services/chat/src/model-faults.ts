import { APICallError, RetryError } from 'ai'
import type { AnswerEnd } from './messages.ts'

/** A model that says nothing for so many milliseconds is given up: the page promises a word within ten seconds. */
export const PATIENCE_MS = 8000

/** What went wrong between us and the model, in words for the person, with the next step. */
export function faultOf(error: unknown, model: string): AnswerEnd {
  const cause = RetryError.isInstance(error) ? error.lastError : error
  if (!APICallError.isInstance(cause)) return fault('The model sent an answer that cannot be read.', 'Try again.')
  const status = cause.statusCode
  if (status === undefined) {
    return fault(
      'The model cannot be reached.',
      'Check that it runs and that CHAT_MODEL_URL is its address, then try again.',
    )
  }
  if (status === 401 || status === 403) {
    return fault(`The model refused the key (${status}).`, 'Check the key in the secret chat_model_key.')
  }
  if (status === 404) {
    return fault(
      `There is no model “${model}” at that address (404).`,
      'Check CHAT_MODEL and CHAT_MODEL_URL (often it ends with /v1).',
    )
  }
  if (status === 429) {
    return fault('The model has had too many requests, or its credit is used up (429).', 'Wait a moment and try again.')
  }
  if (status >= 500) return fault(`The model has a fault of its own (${status}).`, 'Try again in a moment.')
  return fault(`The model refused the request (${status}).`, 'Try again, or begin a new conversation.')
}

export function slowFault(): AnswerEnd {
  return fault(
    `The model has said nothing for ${PATIENCE_MS / 1000} seconds.`,
    'It may still be loading: try again in a moment.',
  )
}

function fault(text: string, suggestion: string): AnswerEnd {
  return { reason: 'failed', text, suggestion }
}
