import { DAYS_OF_ACTIVITY } from '@ichrisbirch/contract/activity'
import { DAYS_TO_RESTORE } from '@ichrisbirch/contract/tasks'
import { removeActivity } from '@ichrisbirch/db/activity'
import {
  listTablesOfRecords,
  type Removable,
  removeBatch,
  removeDeleted,
  removeRuns,
  removeUnusedFiles,
} from '@ichrisbirch/db/removal'
import type { Job } from '../job.ts'

/** How long each is kept after it expired, was made or cleared. Sessions and verifications end at their expiry. */
const KEEPING: { what: Removable; words: string; days: number }[] = [
  { what: 'sessions', words: 'expired sessions', days: 0 },
  { what: 'verifications', words: 'expired verifications', days: 0 },
  { what: 'digests', words: 'old digests', days: 90 },
  { what: 'alarms', words: 'alarms that ended', days: 365 },
]
const RUNS = { days: 30, keep: 30 }

/** Rows a statement: small enough that nobody waits for the locks. */
const BATCH = 500
const DAY_MS = 24 * 60 * 60 * 1000

export const cleanUp: Job = {
  name: 'clean-up',
  title: 'Remove what is past its keeping',
  rule: '40 3 * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 2 * 60 * 60,
  retries: 3,
  async run({ db, now, signal, log }) {
    const before = (days: number) => new Date(now().getTime() - days * DAY_MS)

    /** Batch after batch, so that a night with a million rows neither holds locks for long nor loses all when stopped. */
    async function removeAll(words: string, batch: () => Promise<number>): Promise<void> {
      let removed = 0
      for (let last = BATCH; last === BATCH; removed += last) {
        signal.throwIfAborted()
        last = await batch()
      }
      log.info(`${removed} ${words} removed`)
    }

    for (const table of await listTablesOfRecords(db)) {
      const words = `deleted ${table.replaceAll('_', ' ')}`
      await removeAll(words, () => removeDeleted(db, table, before(DAYS_TO_RESTORE), BATCH))
    }
    await removeAll('unused photos', () => removeUnusedFiles(db, before(DAYS_TO_RESTORE), BATCH))
    for (const { what, words, days } of KEEPING) {
      await removeAll(words, () => removeBatch(db, what, before(days), BATCH))
    }
    await removeAll('old acts', () => removeActivity(db, before(DAYS_OF_ACTIVITY), BATCH))
    await removeAll('old runs', () => removeRuns(db, { before: before(RUNS.days), keep: RUNS.keep, limit: BATCH }))
  },
}
