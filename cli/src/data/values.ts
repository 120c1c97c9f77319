import type { Client } from '@ichrisbirch/contract/client'
import type { CommandInput } from '@ichrisbirch/contract/commands'
import { usageFailure } from '../failure.ts'

/** What values of words depend on: who asks, and how shortened ids are made whole. */
export type Reader = { client: Client; completeId: (text: string) => Promise<string> }

/** A value for the wire, from the word or flag that a person gave. */
export async function readValue(input: CommandInput, given: unknown, reader: Reader): Promise<unknown> {
  // commander's --no-due-day: cleared, or false.
  if (typeof given === 'boolean') return input.kind === 'boolean' ? given : null
  const text = String(given)
  if (input.kind === 'number') return readNumber(input, text)
  if (input.kind === 'json') return readJsonText(input, text)
  if (input.kind === 'day') return readDay(input, text, reader.client)
  // An id of a new thing is the person's own choice; all others name something that is there.
  if (input.kind === 'id' && !(input.place === 'body' && input.name === 'id')) return reader.completeId(text)
  return text
}

function readNumber(input: CommandInput, text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number))
    throw usageFailure(`'${text}' is no number`, `for example: --${input.flag} 3`)
  return number
}

function readJsonText(input: CommandInput, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageFailure(`--${input.flag} is not JSON: ${(error as Error).message}`, `quote it: --${input.flag} '["…"]'`)
  }
}

/** "2026-12-04", and whatever quick add understands as a day: "fri", "tomorrow", "in 2 weeks". */
async function readDay(input: CommandInput, text: string, client: Client): Promise<string> {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  const { parseQuickAdd } = await import('@ichrisbirch/contract/quick-add')
  const { today } = await client.getAccount()
  const { name, dueDay } = parseQuickAdd(`x ${text}`, { today, categories: [] })
  if (dueDay === null || name !== 'x')
    throw usageFailure(`'${text}' is no day`, `for example: --${input.flag} tomorrow, or --${input.flag} 2026-12-04`)
  return dueDay
}
