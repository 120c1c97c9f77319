import { parseQuickAdd, type QuickAdd, type QuickAddContext } from '@ichrisbirch/contract/quick-add'

/** Which tasks a person asks about. */
export type Span = 'overdue' | 'today' | 'tomorrow' | 'this week' | 'next week' | 'open'

/** What a plain request means, for the offline assistant. */
export type Intent =
  | { kind: 'add'; task: QuickAdd }
  | { kind: 'list'; span: Span }
  | { kind: 'autotasks' }
  | { kind: 'complete'; name: string }
  | { kind: 'choose'; number: number }
  | { kind: 'search'; words: string }
  | { kind: 'help' }
  | { kind: 'unknown'; text: string }

const ADD =
  /^(?:add|new|create|remember|note|todo)\b(?:\s+(?:a|the|my|another))?(?:\s+(?:new\s+)?(?:task|todo|to-do|reminder|autotask))?(?:\s+(?:to|for))?\s*:?\s+(.+)$/i
const REMIND = /^remind me (?:to |of |about )?(.+)$/i
const COMPLETE =
  /^(?:complete|completed|finish|finished|done(?: with)?|did|tick(?: off)?|check off|close|i(?: have|'ve)? (?:did|done|finished|completed))\b(?:\s+(?:the|my))?(?:\s+task)?\s*:?\s+(.+)$/i
const MARK = /^mark\s+(.+?)\s+(?:as\s+)?(?:done|complete|completed|finished)$/i
const SEARCH =
  /^(?:search|find|look(?:ing)? for|look up|where is|where are)\b(?:\s+for)?(?:\s+(?:the|my))?\s*:?\s+(.+)$/i
const HELP =
  /^(?:help|hi|hello|hey|thanks|thank you|good (?:morning|evening|day)|\?+|what can you do|what do you do|who are you|how does this work)\b/i
const AUTOTASKS = /\b(?:autotasks?|repeat(?:s|ing)?|recurring)\b/i
const ABOUT_TASKS =
  /\b(?:due|tasks?|to-?dos?|list|agenda|overdue|late|plan|today|tomorrow|week|have to do|to do|on my plate|open)\b/i
const DONE = /\b(?:did|done|complete|completed|finished)\b/i
const QUESTION =
  /^(?:what|which|when|who|why|how|where|is|are|do|does|did|can|could|should|would|will|show|list|tell|give|have|has|am|any)\b|\?$/i
const SPANS: [Span, RegExp][] = [
  ['overdue', /\b(?:overdue|late|missed)\b/i],
  ['tomorrow', /\btomorrow\b/i],
  ['next week', /\bnext (?:week|7 days)\b/i],
  ['this week', /\bweek\b/i],
  ['today', /\b(?:today|now|tonight|due)\b/i],
]

/** Reads one plain request. What it cannot read is `unknown`: it never guesses at a change. */
export function understand(line: string, context: QuickAddContext): Intent {
  const text = line
    .trim()
    .replace(/^(?:please|ok|okay|hey|can you|could you)[,\s]+/i, '')
    .replace(/[.!]+$/, '')
  const number = /^#?(\d{1,2})$/.exec(text)?.[1]
  if (number) return { kind: 'choose', number: Number(number) }
  const named = ADD.exec(text)?.[1] ?? REMIND.exec(text)?.[1]
  if (named) return { kind: 'add', task: parseQuickAdd(named, context) }
  const done = COMPLETE.exec(text)?.[1] ?? MARK.exec(text)?.[1]
  if (done) return { kind: 'complete', name: unquoted(done) }
  const words = SEARCH.exec(text)?.[1]
  if (words) return { kind: 'search', words: unquoted(words.replace(/\?$/, '')) }
  if (HELP.test(text)) return { kind: 'help' }
  if (QUESTION.test(text) || isOnlySpan(text)) return question(text)
  // A line that names a day, a rhythm or a category is a task, as in quick add: "water plants every friday".
  const task = parseQuickAdd(text, context)
  return task.understood.length > 0 && task.name ? { kind: 'add', task } : { kind: 'unknown', text }
}

function question(text: string): Intent {
  if (AUTOTASKS.test(text)) return { kind: 'autotasks' }
  // What was done is not listed yet; to answer with what is due would be wrong.
  if (!ABOUT_TASKS.test(text) || DONE.test(text)) return { kind: 'unknown', text }
  const span = SPANS.find(([, pattern]) => pattern.test(text))?.[0]
  return { kind: 'list', span: span ?? 'open' }
}

/** "today", "overdue", "this week", "my tasks", "autotasks" */
function isOnlySpan(text: string): boolean {
  return /^(?:my |all |open )*(?:today|tomorrow|overdue|(?:this |next )?week|due(?: (?:today|tomorrow|this week|next week))?|tasks?|autotasks?)$/i.test(
    text,
  )
}

function unquoted(text: string): string {
  return text.trim().replace(/^["'“‘](.+)["'”’]$/, '$1')
}
