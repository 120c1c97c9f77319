import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type { Logger }

/** Never written, wherever it stands in a logged object: a log is read by more people than a secret may be. */
const SECRET_FIELDS = [
  'password',
  'token',
  'secret',
  'code',
  'cookie',
  'authorization',
  '["x-api-key"]',
  '["set-cookie"]',
]

/**
 * The log of one process: JSON lines on stdout in production, readable lines elsewhere.
 * @param options.service the name under which the lines stand.
 */
export function createLogger(options: { service: string; level: string; readable: boolean }): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: SECRET_FIELDS.flatMap((field) => pathsOf(field)),
  }
  if (!options.readable) return pino(settings)
  // In this process, not in pino's worker thread: that would cost 30 MB a service.
  return pino(settings, pretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'service,pid,hostname' }))
}

function pathsOf(field: string): string[] {
  const key = field.startsWith('[') ? field : `.${field}`
  return [field, `*${key}`, `req.headers${key}`, `res.headers${key}`]
}
