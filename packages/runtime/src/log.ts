import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type { Logger }

/**
 * Never written, in a logged object or one level down: a log is read by more people than a secret may be.
 * A short list: every path is looked at for every line.
 */
const SECRETS = ['password', 'token', 'secret', 'cookie', 'authorization'].flatMap((name) => [name, `*.${name}`])

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
    redact: SECRETS,
  }
  // A write for each line costs a twentieth of a request: lines wait for each other, and are written at the end, too.
  if (!options.readable) return pino(settings, pino.destination({ minLength: 4096, periodicFlush: 100, sync: false }))
  // In this process, not in pino's worker thread: that would cost 30 MB a service.
  return pino(settings, pretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'service,pid,hostname' }))
}
