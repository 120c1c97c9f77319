import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { backupName } from '@ichrisbirch/contract/backups'
import { type BackupFacts, recordBackup } from '@ichrisbirch/db/backups'
import { decrypt, encrypt, readKey } from '@ichrisbirch/db/backups/encryption'
import { placeInVolume } from '@ichrisbirch/db/backups/volume'
import { DumpFault } from '@ichrisbirch/db/dumps/fault'
import { exists, writeDumpFile } from '@ichrisbirch/db/dumps/file'
import { readRecords } from '@ichrisbirch/db/dumps/format'
import { dump } from '@ichrisbirch/db/dumps/write'
import type { JobRun } from '../job.ts'
import { hashed } from './hashed.ts'
import { s3Of, serverOf, volumeOf } from './places.ts'

/**
 * One file a slot, in the volume and then in S3. A repeated run makes nothing twice: what is there is described, and
 * what is missing is made, so that a run that failed at S3 goes on there.
 */
export async function makeBackup(run: JobRun): Promise<void> {
  const { config, slot, log, signal } = run
  const key = config.BACKUP_KEY ? readKey(config.BACKUP_KEY) : undefined
  const name = backupName(config.ENVIRONMENT, slot, key ? 'encrypted' : 'plain')
  const path = await placeInVolume(volumeOf(config), name)
  if (await exists(path)) log.info({ name }, 'the backup of this slot was made before')
  else {
    const bytes = dump(serverOf(config), { source: config.ENVIRONMENT, signal })
    await writeDumpFile(path, key ? encrypt(bytes, key) : bytes)
  }
  const facts = { name, encrypted: key !== undefined, ...(await describe(path, key, signal)) }
  await recordBackup(run.db, { ...facts, place: 'volume' })
  log.info({ name, bytes: facts.bytes }, 'in the volume')
  await copyToS3(run, path, facts)
}

/** What is written is read again: the facts are those of the bytes on the disk. */
async function describe(path: string, key: string | undefined, signal: AbortSignal) {
  const hash = createHash('sha256')
  const { size: bytes } = await stat(path)
  const read = createReadStream(path, { highWaterMark: 1 << 18, signal })
  for await (const one of readRecords(decrypt(hashed(read, hash), key))) {
    if (one.kind !== 'manifest') continue
    const { madeAt, migrations } = one.manifest
    return { madeAt, migration: migrations.at(-1)?.name ?? null, bytes, sha256: hash.digest('hex') }
  }
  throw new DumpFault('cut', 'The dump is cut off: its end is missing')
}

async function copyToS3(run: JobRun, path: string, facts: Omit<BackupFacts, 'place'>): Promise<void> {
  const s3 = await s3Of(run.config)
  if (!s3) return
  const isCopied = (await s3.list(run.signal)).some(({ name, bytes }) => name === facts.name && bytes === facts.bytes)
  if (!isCopied) await s3.upload(facts.name, path, run.signal)
  await recordBackup(run.db, { ...facts, place: 's3' })
  run.log.info({ name: facts.name, bucket: run.config.BACKUP_S3_BUCKET }, 'in S3')
}
