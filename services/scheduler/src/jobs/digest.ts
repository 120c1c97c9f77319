import { addDays, dayAt, instantOf } from '@ichrisbirch/contract/days'
import { morningOf } from '@ichrisbirch/contract/digests'
import {
  type DigestReader,
  insertDigest,
  listDigestReaders,
  lockDigest,
  readDigestContent,
  setDigestEmailed,
} from '@ichrisbirch/db/digests'
import { letterOf } from '../digest/letter.ts'
import type { Job, JobRun } from '../job.ts'
import { type Mail, openMail } from '../mail.ts'

export const digest: Job = {
  name: 'digest',
  title: 'Write the daily digests',
  // Every zone's hours begin at a full quarter of an hour of UTC.
  rule: '*/15 * * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 30 * 60,
  retries: 3,
  async run(run) {
    const mail = await openMail(run.config)
    try {
      await writeDigests(run, mail)
    } finally {
      mail?.close()
    }
  },
}

/** One reader's trouble with their mail is no reason for the others to wait: it fails the run at the end. */
async function writeDigests(run: JobRun, mail: Mail | undefined): Promise<void> {
  const { db, now, signal, log } = run
  const faults: unknown[] = []
  for (const reader of await listDigestReaders(db)) {
    signal.throwIfAborted()
    const today = dayAt(now(), reader)
    if (now() < morningOf(today, reader)) continue
    if (reader.lastDay !== today && (await writeDigest(run, reader, today)))
      log.info(`wrote the digest of ${today} for ${reader.id}`)
    if (reader.digest !== 'email' || !mail) continue
    try {
      if (await sendDigest(run, reader, today, mail)) log.info(`sent the digest of ${today} to ${reader.id}`)
    } catch (error) {
      log.error(`the digest of ${today} for ${reader.id} cannot be sent: ${messageOf(error)}`)
      faults.push(error)
    }
  }
  if (faults.length > 0) {
    throw new Error(`${faults.length} of the digests cannot be sent: ${messageOf(faults[0])}`, { cause: faults[0] })
  }
}

/** @returns whether there was none of this day. */
async function writeDigest({ db, now }: JobRun, reader: DigestReader, today: string): Promise<boolean> {
  const yesterday = addDays(today, -1)
  const content = await readDigestContent(db, reader.id, {
    today,
    dayStarts: { yesterday: instantOf(yesterday, 0, reader), today: instantOf(today, 0, reader) },
    lastMorning: morningOf(yesterday, reader),
  })
  const made = await insertDigest(db, reader.id, { day: today, content, madeAt: now().toISOString() })
  return made !== undefined
}

/** Sent while it is locked, and then marked: of two runs one sends. @returns whether it was this one. */
async function sendDigest(run: JobRun, reader: DigestReader, today: string, mail: Mail): Promise<boolean> {
  return run.db.transaction(async (tx) => {
    const written = await lockDigest(tx, reader.id, today)
    if (!written || written.emailedAt !== null) return false
    const letter = letterOf(written.content, { name: reader.name, today, origin: run.config.APP_ORIGIN })
    await mail.send({ ...letter, to: reader.email, id: written.id })
    await setDigestEmailed(tx, written.id, run.now())
    return true
  })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
