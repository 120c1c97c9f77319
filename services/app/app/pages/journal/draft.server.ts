import { ApiError, type Client } from '@ichrisbirch/contract/client'
import { type JournalEntry, Mood } from '@ichrisbirch/contract/journal'
import { keepPhotos } from '../../photos.server.ts'
import type { Draft } from './drafts.ts'

/** What the form of an entry holds; photos that come with it are kept first. */
export async function readDraft(api: Client, form: FormData): Promise<Draft> {
  const text = (name: string) => String(form.get(name) ?? '')
  const photos = [
    ...form.getAll('photo').map(String),
    ...(await keepPhotos(api, form.getAll('photos'))).map(({ id }) => id),
  ]
  return { day: text('day'), text: text('text'), mood: text('mood'), tags: text('tags'), photos }
}

/**
 * Writes an entry, or changes it when it is there.
 * @param base `updatedAt` of the version that was changed; empty for a new entry.
 * @throws ApiError changed_meanwhile when somebody, on another device, was quicker.
 */
export async function saveEntry(api: Client, id: string, draft: Draft, base: string): Promise<JournalEntry> {
  const body = bodyOf(draft)
  try {
    if (base) return await api.changeJournalEntry({ params: { id }, body: { ...body, unchangedSince: base } })
    return await api.createJournalEntry({ body: { ...body, id } })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code !== 'id_taken' && error.code !== 'changed_meanwhile') throw error
    const there = await api.getJournalEntry({ params: { id } }).catch(() => {
      throw error
    })
    // Our own answer got lost on its way: what is there is what was sent.
    if (isSame(there, body)) return there
    // An id that nobody else has seen: it is an earlier version from this very page.
    if (error.code === 'id_taken') return api.changeJournalEntry({ params: { id }, body })
    throw error
  }
}

function bodyOf({ day, text, mood, tags, photos }: Draft) {
  return {
    text: text.replaceAll('\r\n', '\n'),
    mood: Mood.safeParse(mood).data ?? null,
    tags: tagsOf(tags),
    photos,
    ...(day && { day }),
  }
}

/** `sea, rain` and `#sea #rain`: a tag may have spaces inside. */
function tagsOf(words: string): string[] {
  const tags = words.split(/,|\s(?=#)/).map((word) => word.trim().replace(/^#+/, '').trim())
  return tags.filter((tag) => tag !== '')
}

function isSame(entry: JournalEntry, body: ReturnType<typeof bodyOf>): boolean {
  return (
    entry.text === body.text &&
    entry.mood === body.mood &&
    entry.day === (body.day ?? entry.day) &&
    entry.tags.join() === body.tags.map((tag) => tag.toLowerCase()).join() &&
    entry.photos.map(({ id }) => id).join() === body.photos.join()
  )
}
