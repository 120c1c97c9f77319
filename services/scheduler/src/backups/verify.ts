import { createHash } from 'node:crypto'
import { clearAlarm, raiseAlarm } from '@ichrisbirch/db/alarms'
import { type BackupRow, recordVerification } from '@ichrisbirch/db/backups'
import { decrypt } from '@ichrisbirch/db/backups/encryption'
import type { Place } from '@ichrisbirch/db/backups/place'
import { DumpFault } from '@ichrisbirch/db/dumps/fault'
import { readRecords } from '@ichrisbirch/db/dumps/format'
import { verify } from '@ichrisbirch/db/dumps/load'
import type { JobRun } from '../job.ts'
import { hashed } from './hashed.ts'
import { knownBackups } from './known.ts'
import { placesOf, serverOf } from './places.ts'

/**
 * Restores the newest backup of each place into a database beside the house. One that cannot be restored raises the
 * alarm of its place, which ends when a newer one can.
 */
export async function verifyNewest(run: JobRun): Promise<void> {
  const { db, config, log, now } = run
  const faults: string[] = []
  for (const place of await placesOf(config)) {
    const [newest] = await knownBackups(db, place, config.ENVIRONMENT, now())
    if (!newest) {
      log.warn({ place: place.name }, 'there is no backup yet')
      continue
    }
    const fault = await verifyOne(run, place, newest)
    if (fault === null) {
      await clearAlarm(db, 'backup_bad', place.name, now())
      continue
    }
    const message = `The backup ${newest.name} (${place.name}) cannot be restored: ${fault}`
    await raiseAlarm(db, { kind: 'backup_bad', subject: place.name, message }, now())
    faults.push(message)
  }
  if (faults.length > 0) throw new Error(faults.join('; '))
}

/** @returns why it cannot be restored; null when it can. @throws what is no fault of the backup. */
async function verifyOne(run: JobRun, place: Place, { id, name }: BackupRow): Promise<string | null> {
  const { db, config, signal, log, now } = run
  const hash = createHash('sha256')
  const open = () => decrypt(hashed(place.read(name, signal), hash), config.BACKUP_KEY)
  try {
    const { manifest, accounts } = await verify(serverOf(config), open(), { signal })
    const migration = manifest.migrations.at(-1)?.name ?? null
    await recordVerification(db, id, { at: now(), fault: null, sha256: hash.digest('hex'), migration })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    log.info({ name, place: place.name, rows, accounts }, 'it can be restored')
    return null
  } catch (error) {
    signal.throwIfAborted()
    const fault = await faultOf(error, () => decrypt(place.read(name, signal), config.BACKUP_KEY))
    await recordVerification(db, id, { at: now(), fault })
    log.error({ name, place: place.name, fault }, 'it cannot be restored')
    return fault
  }
}

/**
 * The server may be the first to stumble over a byte that differs, as a dump's hash is at its end: then the bytes alone
 * are read. What the server refuses of whole bytes is the backup's fault too; a full disk or a lost connection is not.
 */
async function faultOf(error: unknown, open: () => AsyncIterable<Buffer>): Promise<string> {
  if (error instanceof DumpFault) return error.message
  const code = (error as { code?: unknown }).code
  const isRefusedByServer = typeof code === 'string' && /^(22|23|42)...$/.test(code)
  if (!isRefusedByServer) throw error
  try {
    for await (const _ of readRecords(open()));
  } catch (found) {
    if (found instanceof DumpFault) return found.message
    throw found
  }
  return (error as Error).message
}
