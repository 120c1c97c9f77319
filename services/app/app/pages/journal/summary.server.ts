import type { JournalEntry } from '@ichrisbirch/contract/journal'

/** What a list shows of an entry: its beginning, so that a page of fifty is no book. */
export type EntrySummary = Pick<JournalEntry, 'id' | 'day' | 'mood' | 'tags'> & {
  title: string
  excerpt: string
  photo: string | null
  photos: number
}

const LONGEST = 240

export function summaryOf({ id, day, title, text, mood, tags, photos }: JournalEntry): EntrySummary {
  const rest = plainText(text.slice(text.indexOf(title) + title.length))
  const excerpt = rest.length > LONGEST ? `${rest.slice(0, rest.lastIndexOf(' ', LONGEST))} …` : rest
  return {
    id,
    day,
    mood,
    tags,
    title: plainText(title) || nameless(photos.length),
    excerpt,
    photo: photos[0]?.id ?? null,
    photos: photos.length,
  }
}

function nameless(photos: number): string {
  return photos === 0 ? 'Without words' : photos === 1 ? 'A photo' : `${photos} photos`
}

/** Markdown as one line, without its signs. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([\\`*_[\]<>])/g, '$1')
    .replace(/^\s*(?:#{1,6}|[-+*>]|\d+\.)\s+/gm, '')
    .replace(/\*\*|__|[*`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
