import { readBookLine } from '@ichrisbirch/contract/book-line'

type Fields = Record<string, string>

/** A form that can be sent later, and what it says while it waits; undefined for one that cannot. */
const WAITS: Record<string, Record<string, (fields: Fields) => string | undefined>> = {
  '/tasks': { add: ({ line }) => `Add “${line}”`, complete: by('Complete'), reopen: by('Reopen') },
  '/tasks/completed': { reopen: by('Reopen') },
  '/today': {
    add: ({ line }) => `Add “${line}”`,
    complete: by('Complete'),
    reopen: by('Reopen'),
    tick: by('Done:'),
    open: by('Not done:'),
  },
  '/habits': { tick: by('Done:'), open: by('Not done:'), skip: by('Skip') },
  '/money-wasted': { add: ({ name, amount, currency }) => `Add “${name}”, ${amount} ${currency}` },
  // An ISBN alone opens a page to go on with.
  '/books': { add: ({ line = '' }) => (readBookLine(line).isbn ? undefined : `Add “${line}”`) },
  '/boxes': { add: ({ line }) => `Add the box “${line}”` },
  '/boxes/:id': { add: ({ line, box }) => `Pack “${line}” into ${box}` },
  '/boxes/loose': { add: ({ line }) => `Add “${line}”` },
  '/articles': { save: ({ url }) => `Save ${url}` },
}

function by(verb: string) {
  return ({ name }: Fields) => `${verb} “${name ?? 'it'}”`
}

/** What this form says while it waits; undefined for one that cannot: its answer is needed, or it takes something away. */
export function sayWaiting(action: string, fields: Fields): string | undefined {
  return WAITS[pageOf(action)]?.[fields['intent'] ?? '']?.(fields)
}

/** The page that an address is of: `/boxes/:id` for any box. */
export const pageOf = (action: string): string => action.replace(/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '/:id')
