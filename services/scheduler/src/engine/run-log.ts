import type { OpenDatabase } from '@ichrisbirch/db/database'
import { type BegunRun, writeRunLines } from '@ichrisbirch/db/runs'
import type { Database } from '@ichrisbirch/db/database'
import { createLineLogger, type Logger, type LogLine } from '@ichrisbirch/runtime/log'

/** More than this of one attempt is cut: a job that logs each row must not fill the database. */
const MAX_LINES = 500
const MAX_LENGTH = 2000
/** Somebody looks at the page of a run while it runs. */
const FLUSH_MS = 500

type KeptLine = Parameters<typeof writeRunLines>[2][number]

/** The log of one attempt: its lines are in the process's log, too. */
export interface RunLog {
  log: Logger
  /** Writes what is not written yet, in the transaction that ends the attempt. */
  flush: (db: Database) => Promise<void>
  close: () => void
}

export function openRunLog(db: OpenDatabase['db'], run: BegunRun, processLog: Logger): RunLog {
  let pending: KeptLine[] = []
  let lines = 0
  let flushing: Promise<void> = Promise.resolve()

  const log = createLineLogger('debug', (line) => {
    const { level, msg, time: _time, ...facts } = line
    processLog[level]({ run: run.id, schedule: run.schedule, ...facts }, msg)
    if (lines > MAX_LINES) return
    lines++
    const message = lines > MAX_LINES ? `more than ${MAX_LINES} lines: the rest is cut` : wordsOf(line)
    pending.push({ line: lines, at: line.time, level: levelOf(level), message: message.slice(0, MAX_LENGTH) })
  })

  const flush = async (database: Database) => {
    const batch = pending
    pending = []
    try {
      await writeRunLines(database, run, batch)
    } catch (error) {
      // The next flush takes them along; a line written twice is one.
      pending = [...batch, ...pending]
      throw error
    }
  }
  const timer = setInterval(() => {
    if (pending.length === 0) return
    flushing = flushing
      .then(() => flush(db))
      .catch((error: unknown) => processLog.warn({ err: error }, 'lines of a run'))
  }, FLUSH_MS)

  return {
    log,
    async flush(database) {
      await flushing
      await flush(database)
    },
    close: () => clearInterval(timer),
  }
}

function levelOf(level: LogLine['level']): KeptLine['level'] {
  if (level === 'trace') return 'debug'
  return level === 'fatal' ? 'error' : level
}

/** `made a task (task=…, open=2)`: a person reads it, and the database refuses U+0000. */
function wordsOf({ level: _level, time: _time, msg, err, ...facts }: LogLine): string {
  const words = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const text = words.length > 0 ? `${msg} (${words.join(', ')})` : msg
  const cause = (err as { message?: string } | undefined)?.message
  return (cause === undefined ? text : `${text}: ${cause}`).replaceAll('\u0000', '')
}
