import { raiseAlarm } from '@ichrisbirch/db/alarms'
import { inTransaction } from '@ichrisbirch/db/queue'
import { buryRun } from '@ichrisbirch/db/runs'
import { DEAD } from './queue.ts'
import type { WorkOptions } from './work.ts'

const BATCH = 20

/** Records the runs that have no attempt left, also those whose last scheduler was killed, and raises an alarm. */
export async function buryDead<Config>({
  db,
  queue,
  log,
}: Pick<WorkOptions<Config>, 'db' | 'queue' | 'log'>): Promise<void> {
  for (const job of await queue.fetch<{ run: string }>(DEAD, { batchSize: BATCH, includeMetadata: true })) {
    await db.transaction(async (tx) => {
      const run = await buryRun(tx, job.data.run)
      await queue.complete(DEAD, job, undefined, inTransaction(tx))
      if (!run) return
      log.error({ run: run.id, schedule: run.schedule, reason: run.reason }, 'run given up')
      await raiseAlarm(
        tx,
        {
          kind: 'run_dead',
          subject: run.schedule,
          message: `A run of ${run.schedule} was given up after ${run.attempt} attempts: ${run.reason}`,
        },
        new Date(),
      )
    })
  }
}
