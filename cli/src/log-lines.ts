import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'

/** From the least to the gravest. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
export type Level = (typeof levels)[number]

const paints: Record<Level, (text: string) => string> = {
  trace: pc.dim,
  debug: pc.dim,
  info: pc.green,
  warn: pc.yellow,
  error: pc.red,
  fatal: pc.red,
}
/** pino's numbers, Postgres' and Traefik's words, Redis' marks. */
const namesOfNumbers: Record<string, Level> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}
const foreignWords: [RegExp, Level][] = [
  [/\b(FATAL|PANIC|FTL):? /, 'fatal'],
  [/\b(ERROR:|ERR) /, 'error'],
  [/\b(WARNING:|WRN) |^\d+:\w .* # /, 'warn'],
  [/\b(LOG:|NOTICE:|INFO:|INF|HINT:|DETAIL:|STATEMENT:) |^\d+:\w .* \* /, 'info'],
  [/\b(DEBUG\d?:|DBG) |^\d+:\w .* [-.] /, 'debug'],
]

/** How grave a line is, by what its writer says; undefined where it does not say. */
export function levelOf(text: string): Level | undefined {
  const entry = text.startsWith('{') ? parseEntry(text) : undefined
  if (entry) return levelNamed(entry.level)
  const plain = stripVTControlCharacters(text)
  const readableLevel = /^(?:\[?[\d:. TZ+-]+\]? )?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b:?/.exec(plain)?.[1]
  if (readableLevel) return levelNamed(readableLevel.toLowerCase())
  return foreignWords.find(([pattern]) => pattern.test(plain))?.[1]
}

function levelNamed(level: unknown): Level | undefined {
  return namesOfNumbers[String(level)] ?? levels.find((name) => name === level)
}

/** A JSON line of our services as a sentence with its facts; anything else as it came. */
export function readable(text: string): string {
  const entry = text.startsWith('{') ? parseEntry(text) : undefined
  if (!entry) return text
  const { level, msg, time: _time, err, service: _service, pid: _pid, hostname: _hostname, ...facts } = entry
  const name = levelNamed(level)
  const shown = Object.entries(facts).map(([key, value]) =>
    pc.dim(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
  )
  const word = name ? paints[name](name.padEnd(5)) : String(level)
  return [word, String(msg ?? ''), ...shown].join(' ') + traceOf(err)
}

function traceOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  return `\n${'stack' in error ? String(error.stack) : JSON.stringify(error)}`
}

function parseEntry(text: string): Record<string, unknown> | undefined {
  try {
    const entry = JSON.parse(text) as Record<string, unknown>
    return 'level' in entry ? entry : undefined
  } catch {
    return undefined // merely begins like JSON
  }
}
