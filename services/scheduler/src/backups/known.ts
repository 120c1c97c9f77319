import { readBackupName } from '@ichrisbirch/contract/backups'
import { type BackupRow, backupsThere, recordFound, recordRemoved } from '@ichrisbirch/db/backups'
import type { Place } from '@ichrisbirch/db/backups/place'
import type { Database } from '@ichrisbirch/db/database'

/**
 * The backups in a place, newest first. The files are the truth: a house that was restored knows others than there are,
 * and a person may put one there or take one away.
 */
export async function knownBackups(db: Database, place: Place, environment: string, now: Date): Promise<BackupRow[]> {
  const rows = await backupsThere(db, place.name)
  const files = (await place.list()).flatMap(({ name, bytes }) => {
    const read = readBackupName(environment, name)
    return read ? [{ name, bytes, ...read }] : []
  })
  const known = new Set(rows.map(({ name }) => name))
  const found = files.filter(({ name }) => !known.has(name))
  await recordFound(
    db,
    found.map((file) => ({ ...file, place: place.name, sha256: null, migration: null })),
  )
  const there = new Set(files.map(({ name }) => name))
  const gone = rows.filter(({ name }) => !there.has(name)).map(({ id }) => id)
  await recordRemoved(db, gone, now)
  return found.length + gone.length === 0 ? rows : backupsThere(db, place.name)
}
