import { createRequire } from 'node:module'
import { type Logger, pino } from 'pino'
import type pinoPretty from 'pino-pretty'

export type { Logger }

/**
 * Never written, in a logged object or one level down: a log is read by more people than a secret may be.
 * A short list: every path is looked at for every line.
 */
const SECRETS = ['password', 'token', 'secret', 'cookie', 'authorization'].flatMap((name) => [name, `*.${name}`])

const SETTINGS = {
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
  redact: SECRETS,
}

/**
 * The log of one process: JSON lines on stdout in production, readable lines elsewhere.
 * @param options.service the name under which the lines stand.
 */
export function createLogger(options: { service: string; level: string; readable: boolean }): Logger {
  const settings = { ...SETTINGS, level: options.level, base: { service: options.service } }
  // A write for each line costs a twentieth of a request: lines wait for each other, and are written at the end, too.
  if (!options.readable) return pino(settings, pino.destination({ minLength: 4096, periodicFlush: 100, sync: false }))
  // Loaded here: no process of production writes for people to read.
  const pretty: typeof pinoPretty = createRequire(import.meta.url)('pino-pretty')
  // In this process, not in pino's worker thread: that would cost 30 MB a service.
  return pino(settings, pretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'service,pid,hostname' }))
}

/** A line of {@link createLineLogger}, with the facts that it was written with. */
export interface LogLine {
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'
  time: string
  msg: string
  [fact: string]: unknown
}

/** A log whose lines go to `write`, without secrets, as any other's: for what is kept beside the process's own log. */
export function createLineLogger(level: string, write: (line: LogLine) => void): Logger {
  return pino({ ...SETTINGS, level, base: {} }, { write: (text) => write(JSON.parse(text) as LogLine) })
}
