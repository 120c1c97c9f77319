import type { Database } from '@ichrisbirch/db/database'
import { changeEvent, type EventRow, findEventsByUid, insertEvents, type NewEventRow } from '@ichrisbirch/db/events'

const BATCH = 500

/**
 * Adds what is new. What is there already is brought to what the file says; what the file does not say stays, so that
 * a person's own notes or reminder outlive the next import. What they deleted stays deleted.
 */
export async function keepEvents(
  db: Database & { transaction: <Result>(work: (tx: Database) => Promise<Result>) => Promise<Result> },
  owner: string,
  events: NewEventRow[],
): Promise<{ added: number; changed: number; known: number }> {
  const counts = { added: 0, changed: 0, known: 0 }
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH)
    await db.transaction(async (tx) => {
      const uids = batch.map(({ uid }) => uid)
      const there = new Map((await findEventsByUid(tx, owner, uids)).map((event) => [event.uid, event]))
      const fresh = batch.filter(({ uid }) => !there.has(uid))
      const added = fresh.length > 0 ? await insertEvents(tx, owner, fresh) : []
      counts.added += added.length
      // Another import of the same file at the same time was quicker.
      counts.known += fresh.length - added.length
      for (const event of batch) {
        const known = there.get(event.uid)
        if (!known) continue
        const change = known.deletedAt === null ? differenceOf(known, event) : undefined
        if (change) await changeEvent(tx, owner, known.id, change)
        counts[change ? 'changed' : 'known']++
      }
    })
  }
  return counts
}

const ALWAYS_SAID = ['name', 'allDay', 'start', 'end', 'timeZone', 'startsAt', 'endsAt'] as const
const MAYBE_SAID = ['venue', 'link', 'cost', 'currency', 'reminder', 'notes'] as const

function differenceOf(known: EventRow, said: NewEventRow): Partial<NewEventRow> | undefined {
  const start = said.allDay ? `${said.start}T00:00` : said.start
  const end = said.end && said.allDay ? `${said.end}T00:00` : said.end
  const wanted = { ...said, start, end }
  const fields = [...ALWAYS_SAID, ...MAYBE_SAID.filter((field) => wanted[field] !== null)]
  const different = fields.filter((field) => wanted[field] !== known[field])
  return different.length > 0 ? Object.fromEntries(different.map((field) => [field, wanted[field]])) : undefined
}
