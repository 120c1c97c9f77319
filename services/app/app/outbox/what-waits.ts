type Fields = Record<string, string>

/** A form that can be sent later, and what it says while it waits. */
const WAITS: Record<string, Record<string, (fields: Fields) => string>> = {
  '/tasks': { add: ({ line }) => `Add “${line}”`, complete: by('Complete'), reopen: by('Reopen') },
  '/today': {
    add: ({ line }) => `Add “${line}”`,
    complete: by('Complete'),
    reopen: by('Reopen'),
    tick: by('Done:'),
    open: by('Not done:'),
  },
  '/habits': { tick: by('Done:'), open: by('Not done:'), skip: by('Skip') },
  '/money-wasted': { add: ({ name, amount, currency }) => `Add “${name}”, ${amount} ${currency}` },
  '/articles': { save: ({ url }) => `Save ${url}` },
}

function by(verb: string) {
  return ({ name }: Fields) => `${verb} “${name ?? 'it'}”`
}

/** What this form says while it waits; undefined for one that cannot: its answer is needed, or it takes something away. */
export function sayWaiting(action: string, fields: Fields): string | undefined {
  return WAITS[action]?.[fields['intent'] ?? '']?.(fields)
}
