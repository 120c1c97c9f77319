import { expendableBackups } from '@ichrisbirch/contract/backups'
import { forgetRemoved, recordRemoved } from '@ichrisbirch/db/backups'
import { findAdmin } from '@ichrisbirch/db/users'
import type { JobRun } from '../job.ts'
import { knownBackups } from './known.ts'
import { placesOf } from './places.ts'

const FORGOTTEN_MS = 400 * 24 * 3_600_000

/** Removes what is past its keeping in each place, and what killed writers have left there. */
export async function removeOldBackups({ db, config, log, now, signal }: JobRun): Promise<void> {
  const timeZone = (await findAdmin(db))?.timeZone ?? 'UTC'
  for (const place of await placesOf(config)) {
    const known = await knownBackups(db, place, config.ENVIRONMENT, now())
    const expendable = expendableBackups(known, timeZone)
    for (const { id, name } of expendable) {
      signal.throwIfAborted()
      await place.remove(name)
      await recordRemoved(db, [id], now())
      log.info({ name, place: place.name }, 'removed')
    }
    const unfinished = await place.removeUnfinished(now())
    if (unfinished > 0) log.warn({ place: place.name, unfinished }, 'removed what was never finished')
    log.info(
      { place: place.name, kept: known.length - expendable.length, removed: expendable.length },
      'looked through',
    )
  }
  await forgetRemoved(db, new Date(now().getTime() - FORGOTTEN_MS))
}
