import { addressIn } from './article-addresses.ts'
import { type BookLine, readBookLine } from './book-line.ts'
import { parseQuickAdd, type QuickAdd, type QuickAddContext } from './quick-add.ts'
import { findDay } from './quick-add-day.ts'
import { type EventLine, hasSpan, hasTime, readEventLine } from './quick-add-event.ts'
import { type CountdownLine, type HabitLine, readCountdownLine, readHabitLine } from './quick-add-features.ts'
import { findRule } from './quick-add-rule.ts'
import { type MoneyLine, readMoneyLine } from './quick-add-money.ts'

/** What a line can become, as a person chooses it. */
export const KINDS = ['task', 'habit', 'event', 'countdown', 'article', 'book', 'money', 'journal'] as const
export type Kind = (typeof KINDS)[number]

/** What one line is for, with what its feature's create takes. */
export type Anything =
  /** `hint`: how to say the other thing that it could have been. */
  | { kind: 'task'; line: string; task: QuickAdd; hint?: string }
  | { kind: 'habit'; body: HabitLine }
  | { kind: 'event'; body: EventLine }
  | { kind: 'countdown'; body: CountdownLine }
  | { kind: 'article'; body: { url: string; tags: string[] } }
  | { kind: 'book'; body: BookLine }
  | { kind: 'money'; body: MoneyLine }
  | { kind: 'journal'; body: { text: string } }

/** It was said what it is for, and something is missing: nothing is added. */
export interface Lacking {
  kind: Kind
  missing: string
}

export interface AnythingContext extends QuickAddContext {
  /** Decides what `1.234` is, and the currency of an amount without one. */
  locale: string
}

/** How a line begins that says what it is for. */
const WORDS: Record<string, Kind> = {
  task: 'task',
  habit: 'habit',
  event: 'event',
  countdown: 'countdown',
  article: 'article',
  book: 'book',
  wasted: 'money',
  journal: 'journal',
}
const MISSING: Record<Kind, string> = {
  task: 'Say what is to be done.',
  habit: 'A habit is for days: every day, every mon and fri, 3 times a week.',
  event: 'Say when: lunch with Ana friday 13:00. Events do not repeat.',
  countdown: 'Say the day: the sea 1 july',
  article: 'Paste the address of the page: https://…',
  book: 'Say the title or the ISBN: Dune by Frank Herbert',
  money: 'Say how much: 12.50 EUR pizza',
  journal: 'Write a line for the journal.',
}

/**
 * Reads one line of quick add for every feature. Never fails. `habit: stretch` and `chosen` say what it is for; of
 * anything else it must be plain, and what is not is a task: nobody looks for "book a table" among their books.
 */
export function readAnything(line: string, context: AnythingContext, chosen?: Kind): Anything | Lacking {
  const text = line.trim()
  const { kind, rest, isPlain } = wordOf(text)
  // "task force" is a name.
  const hasWord = kind === chosen && (isPlain || kind !== 'task')
  if (chosen) return readAs(chosen, hasWord ? rest : text, context)
  if (kind && isPlain) return readAs(kind, rest, context)
  return readByWord(kind, rest, context) ?? readByLook(text, context) ?? readTask(text, context, kind)
}

/** `habit: stretch` is plain, `habit stretch` may be about a habit. */
function wordOf(text: string): { kind?: Kind; rest: string; isPlain: boolean } {
  const [, word = '', colon, rest = ''] = /^(\p{L}+)(:?)\s+(\S.*)$/su.exec(text) ?? []
  const kind = Object.hasOwn(WORDS, word.toLowerCase()) ? WORDS[word.toLowerCase()] : undefined
  return { ...(kind && { kind }), rest: kind ? rest : text, isPlain: colon === ':' }
}

function readAs(kind: Kind, text: string, context: AnythingContext): Anything | Lacking {
  if (kind === 'task') return readTask(text, context)
  return (text && READERS[kind](text, context)) || { kind, missing: MISSING[kind] }
}

type Reader = (text: string, context: AnythingContext) => Anything | undefined

const READERS: Record<Exclude<Kind, 'task'>, Reader> = {
  habit: (text, { today }) => made('habit', readHabitLine(text, today)),
  event: (text, { today }) => (findRule(text, today) ? undefined : made('event', readEventLine(text, today))),
  countdown: (text, { today }) => made('countdown', readCountdownLine(text, today)),
  article: (text) => {
    const url = addressIn(text)
    const tags = [...text.matchAll(/(?<=\s)#([^\s#]+)/g)].map(([, tag = '']) => tag.toLowerCase())
    return url ? { kind: 'article', body: { url, tags: [...new Set(tags)] } } : undefined
  },
  book: (text) => {
    const body = readBookLine(text)
    // Its title is looked up by nobody: until the person writes it, the book is called by its number.
    const title = body.title || (body.isbn && `ISBN ${body.isbn}`)
    return title ? { kind: 'book', body: { ...body, title } } : undefined
  },
  money: (text, { locale }) => made('money', readMoneyLine(text.replace(/\s+wasted[.!]?$/i, ''), locale)),
  journal: (text) => ({ kind: 'journal', body: { text } }),
}

const made = <K extends string, Body>(kind: K, body: Body | undefined) => body && { kind, body }

/** The word alone, without a colon, and the rest fits: `countdown the sea 1 july`, `book Dune by Frank Herbert`. */
function readByWord(kind: Kind | undefined, rest: string, context: AnythingContext): Anything | undefined {
  switch (kind) {
    case 'habit':
    case 'event':
    case 'countdown':
    case 'article':
      return READERS[kind](rest, context)
    case 'book':
      // "book a room by the sea", "book flights by Friday": only a name behind "by", or an ISBN, makes it a book.
      return / by \p{Lu}/u.test(rest) && !findDay(rest, context.today) && !/^(an?|the) \p{Ll}/u.test(rest)
        ? READERS.book(rest, context)
        : undefined
    case 'money':
      return readWaste(rest, context)
    case 'task':
    case 'journal':
    case undefined:
      return undefined
  }
}

/** No word, and it looks like nothing else: an address alone, money that was wasted, a span of the clock, so often a week. */
function readByLook(text: string, context: AnythingContext): Anything | undefined {
  const [first = '', ...others] = text.split(/\s+/)
  if (/^(?:ISBN(?:-13)?:?\s*)?97[89][\d -]+(?:\s#\S+)*$/i.test(text) && readBookLine(text).isbn)
    return READERS.book(text, context)
  const isAddress = addressIn(first) !== undefined && others.every((word) => /^#[^\s#]+$/.test(word))
  if (isAddress) return READERS.article(text, context)
  if (/\swasted[.!]?$/i.test(text)) return readWaste(text, context)
  if (hasSpan(text)) return READERS.event(text, context)
  return /\b[1-7]\s?(?:x|times) (?:a|per) week\b/i.test(text) ? READERS.habit(text, context) : undefined
}

/** "wasted 3 bananas" is no money: an amount has a currency or cents. */
function readWaste(text: string, context: AnythingContext): Anything | undefined {
  const isMoney = /[€$£¥]|\b[A-Z]{3}\b|\d[.,]\d\d(?!\d)/.test(text)
  return isMoney ? READERS.money(text, context) : undefined
}

function readTask(text: string, context: AnythingContext, almost?: Kind): Anything | Lacking {
  const task = parseQuickAdd(text, context)
  if (!task.name) return { kind: 'task', missing: MISSING.task }
  const other = almost ?? (hasTime(text) && task.dueDay ? 'event' : 'task')
  const hint = other === 'task' ? undefined : `For ${CALLED[other].name} write “${CALLED[other].word}: …”`
  return { kind: 'task', line: text, task, ...(hint && { hint }) }
}

const CALLED: Record<Exclude<Kind, 'task'>, { name: string; word: string }> = {
  habit: { name: 'a habit', word: 'habit' },
  event: { name: 'an event', word: 'event' },
  countdown: { name: 'a countdown', word: 'countdown' },
  article: { name: 'an article', word: 'article' },
  book: { name: 'a book', word: 'book' },
  money: { name: 'wasted money', word: 'wasted' },
  journal: { name: 'the journal', word: 'journal' },
}
