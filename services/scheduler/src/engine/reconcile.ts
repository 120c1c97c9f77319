import { slotAfter } from '@ichrisbirch/contract/slots'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import { type ListedSchedule, lockSchedules, saveSchedule, unlistSchedules } from '@ichrisbirch/db/runs'
import { ruleOf, type ScheduleRow } from '@ichrisbirch/db/schedules'
import type { Job } from '../job.ts'

/**
 * Writes the code's list of jobs into the database. What a person changed stays: a paused schedule is paused, a changed
 * rule is changed. A slot that is not decided yet stays so, and is made up as its policy says.
 */
export async function reconcileSchedules<Config>(db: OpenDatabase['db'], jobs: readonly Job<Config>[]): Promise<void> {
  await db.transaction(async (tx) => {
    const { rows, now } = await lockSchedules(tx)
    for (const job of jobs) {
      const listed = listedOf(job)
      const row = rows.find(({ name }) => name === job.name)
      if (row && isSame(row, listed)) continue
      await saveSchedule(tx, listed, nextOf(listed, row, now))
    }
    const gone = rows.filter(({ name, isListed }) => isListed && !jobs.some((job) => job.name === name))
    await unlistSchedules(
      tx,
      gone.map(({ name }) => name),
    )
  })
}

function listedOf<Config>({ name, title, rule, timeZone, missed, expectWithin, retries }: Job<Config>): ListedSchedule {
  return { name, job: name, title, rule, timeZone, missed, expectWithin, retries }
}

function isSame(row: ScheduleRow, listed: ListedSchedule): boolean {
  return row.isListed && (Object.keys(listed) as (keyof ListedSchedule)[]).every((key) => row[key] === listed[key])
}

/** Another rule begins now: what the old one would have had is not made up, nor what came while it was not listed. */
function nextOf(listed: ListedSchedule, row: ScheduleRow | undefined, now: Date): string | null {
  const next = row ? ruleOf({ ...row, rule: listed.rule, timeZone: listed.timeZone }) : listed
  const old = row?.isListed ? ruleOf(row) : undefined
  if (row && next.rule === old?.rule && next.timeZone === old.timeZone) return row.nextAt
  return slotAfter(next, now)?.toISOString() ?? null
}
