import type { AlarmCause } from '@ichrisbirch/db/alarms'
import { lastGoodBackup } from '@ichrisbirch/db/backups'
import type { Database } from '@ichrisbirch/db/database'
import { scheduleSince } from '@ichrisbirch/db/watchdog'

/** Made and verified every night: two nights may pass. */
const OLDEST_MS = 50 * 60 * 60 * 1000

/** A paused schedule is no excuse: what is not backed up is lost all the same. */
export async function faultOfBackups(db: Database, now: Date): Promise<AlarmCause | undefined> {
  const since = await scheduleSince(db, 'backup')
  if (since === null) return undefined
  const last = await lastGoodBackup(db)
  if (now.getTime() - new Date(last ?? since).getTime() <= OLDEST_MS) return undefined
  const message = last
    ? `The last backup that is known to be good is of ${last.slice(0, 16).replace('T', ' ')} UTC.`
    : 'There is no backup that is known to be good.'
  return { kind: 'backup_old', subject: 'backup', message }
}
