import { addDays, dayAt, instantOf, isDay } from '@ichrisbirch/contract/days'
import { journal, type NewJournalEntry } from '@ichrisbirch/contract/journal'
import { newId } from '@ichrisbirch/db/columns'
import type { Database } from '@ichrisbirch/db/database'
import * as rows from '@ichrisbirch/db/journal'
import { listDayDeeds } from '@ichrisbirch/db/journal-day'
import type { Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, invalidField, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

/** As many as a person looks back at. */
const ON_THIS_DAY = 30

export function journalRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, journal, options, {
    async listJournalEntries({ owner, db, query }) {
      const { limit, status } = query
      const after = readPageKey(query.after, status === 'kept' ? 'day and instant' : 'instant')
      const list = await rows.listJournalEntries(db, owner.id, { ...query, limit: limit + 1, after })
      return toPage(list, limit, (entry) => (status === 'kept' ? `${entry.day}/${entry.createdAt}` : entry.deletedAt))
    },

    async searchJournalEntries({ owner, db, query }) {
      const words = query.q.match(/[\p{L}\p{N}]+/gu) ?? []
      return {
        items: words.length ? await rows.searchJournalEntries(db, owner.id, words, query.limit) : [],
        next: null,
      }
    },

    async listJournalDays({ owner, db, query: { from, to } }) {
      return { days: await rows.listJournalDays(db, owner.id, from, to) }
    },

    async listJournalOnThisDay({ owner, db, query: { day } }) {
      return { items: await rows.listJournalOfDays(db, owner.id, sameDays(day), ON_THIS_DAY) }
    },

    async gatherJournalDay({ owner, db, query: { day } }) {
      const from = instantOf(day, 0, owner).toISOString()
      const before = instantOf(addDays(day, 1), 0, owner).toISOString()
      return { deeds: await listDayDeeds(db, owner.id, { day, from, before }) }
    },

    async getJournalEntry({ owner, db, params }) {
      return found(await rows.findJournalEntry(db, owner.id, params.id), 'entry')
    },

    async createJournalEntry({ owner, db, body }) {
      const { photos = [], tags = [], ...fields } = body
      const day = fields.day ?? dayAt(new Date(), owner)
      const entry = { ...fields, tags, id: fields.id ?? newId() }
      return db.transaction(async (tx) => {
        const isMade = await rows.insertJournalEntry(tx, owner.id, { ...entry, day })
        if (!isMade) return sameEntry(tx, owner, { ...entry, photos })
        await givePhotos(tx, owner, entry.id, photos)
        return found(await rows.findJournalEntry(tx, owner.id, entry.id), 'entry')
      })
    },

    async changeJournalEntry({ owner, db, params, body }) {
      const { photos, ...change } = body
      return db.transaction(async (tx) => {
        const isChanged = await rows.changeJournalEntry(tx, owner.id, params.id, change)
        if (!isChanged) throw await whyUnchanged(tx, owner, params.id)
        if (photos) await givePhotos(tx, owner, params.id, photos)
        return found(await rows.findJournalEntry(tx, owner.id, params.id), 'entry')
      })
    },

    async deleteJournalEntry({ owner, db, params }) {
      if (!(await rows.setJournalEntryState(db, owner.id, params.id, 'deleted'))) throw notFound('entry')
      return undefined
    },

    async restoreJournalEntry({ owner, db, params }) {
      await rows.setJournalEntryState(db, owner.id, params.id, 'restored')
      const entry = found(await rows.findJournalEntry(db, owner.id, params.id), 'entry')
      if (entry.deletedAt) throw notFound('entry')
      return entry
    },
  })
}

/** The same day of all other years; the 28th of February stands for the 29th where there is none. */
function sameDays(day: string): string[] {
  const own = day.slice(5) === '02-29' ? '02-28' : day.slice(5)
  const names = own === '02-28' ? ['02-28', '02-29'] : [own]
  const years = Array.from({ length: 301 }, (_, index) => `${1900 + index}`).filter((year) => year !== day.slice(0, 4))
  return years.flatMap((year) => names.map((name) => `${year}-${name}`)).filter(isDay)
}

async function givePhotos(tx: Database, owner: Owner, entryId: string, photos: string[]): Promise<void> {
  const areTheirs = await rows.setJournalPhotos(tx, owner.id, entryId, photos)
  if (!areTheirs) throw invalidField('photos', 'must be photos that are kept')
}

async function whyUnchanged(db: Database, owner: Owner, id: string): Promise<Refusal> {
  const there = await rows.findJournalEntry(db, owner.id, id)
  if (!there || there.deletedAt) return notFound('entry')
  return new Refusal('changed_meanwhile', 'The entry was changed meanwhile.')
}

/** A repeated create with the same id and content is the same create; any other use of a taken id is refused. */
async function sameEntry(
  db: Database,
  owner: Owner,
  entry: NewJournalEntry & { id: string; tags: string[]; photos: string[] },
): Promise<rows.JournalEntryRow> {
  const there = await rows.findJournalEntry(db, owner.id, entry.id)
  const isSame =
    there &&
    there.text === entry.text &&
    there.mood === (entry.mood ?? null) &&
    (entry.day === undefined || there.day === entry.day) &&
    there.tags.join() === entry.tags.join() &&
    there.photos.map(({ id }) => id).join() === [...new Set(entry.photos)].join()
  if (!isSame) throw new Refusal('id_taken', 'The id belongs to something else.')
  return there
}
