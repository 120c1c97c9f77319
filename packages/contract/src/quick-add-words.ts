/** The words of quick add, in one place. English, as the rest of the house. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
export const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

export const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
/** Short forms are words of their own ("sun cream"): only where the place says that a day is meant. */
export const SHORT_WEEKDAY = '(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)'
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
export const ORDINAL = '(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last)'

/** 1 for Monday to 7 for Sunday. */
export function weekdayNumber(word: string): number {
  return WEEKDAYS.findIndex((name) => name.startsWith(word.toLowerCase().slice(0, 3))) + 1
}

export function monthNumber(word: string): number {
  return MONTHS.findIndex((name) => name.startsWith(word.toLowerCase().slice(0, 3))) + 1
}

/** 1 to 5, and -1 for the last. */
export function ordinalNumber(word: string): number {
  if (word === 'last') return -1
  const named = ['first', 'second', 'third', 'fourth', 'fifth'].indexOf(word)
  return named >= 0 ? named + 1 : Number.parseInt(word, 10)
}

/** The line without what was understood; all of it when nothing else is left: a thing must be called something. */
export function without(line: string, part: { start: number; end: number } | undefined): string {
  const rest = part ? `${line.slice(0, part.start)} ${line.slice(part.end)}` : line
  return rest.replace(/\s+/g, ' ').trim() || line.trim()
}
