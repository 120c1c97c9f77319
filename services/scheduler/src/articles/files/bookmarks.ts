import { Parser } from 'htmlparser2'
import { entryOf, type RawEntry, type ReadFile } from './entry.ts'

/** Folders that every browser has: their names say nothing of what is in them. */
const GIVEN_FOLDERS =
  /^(bookmarks( (bar|menu|toolbar))?|other( bookmarks)?|mobile bookmarks|favou?rites( bar)?|imported|menu)$/i

/**
 * Links of a browser's bookmarks (the Netscape format: folders are H3 before DL, a note is DD behind its link) or of
 * Pocket (lists under `Unread` and `Read Archive`). As HTML of this kind is seldom closed, only what opens counts.
 * @returns undefined when the text has no links.
 */
export function readBookmarks(text: string): ReadFile | undefined {
  const isPocket = /<title>\s*Pocket Export/i.test(text.slice(0, 2000))
  const lineAt = lineCounter(text)
  const raw: RawEntry[] = []
  const folders: string[] = []
  let heading = ''
  let into: 'title' | 'folder' | 'heading' | 'note' | undefined
  const last = () => raw.at(-1)
  const parser: Parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'a' && attributes['href'] !== undefined) {
        raw.push({
          line: lineAt(parser.startIndex),
          url: attributes['href'],
          title: '',
          savedAt: attributes['time_added'] ?? attributes['add_date'],
          tags: [...(attributes['tags']?.split(',') ?? []), ...folders.filter((folder) => !GIVEN_FOLDERS.test(folder))],
          isArchived: isPocket && /archive/i.test(heading),
        })
        into = 'title'
      } else if (name === 'h3') {
        heading = ''
        into = 'folder'
      } else if (name === 'h1') {
        heading = ''
        into = 'heading'
      } else if (name === 'dl') {
        folders.push(heading.trim())
        heading = ''
      } else if (name === 'dd' && last()) {
        into = 'note'
      } else if (['dt', 'p', 'hr'].includes(name)) {
        into = undefined
      }
    },
    ontext(words) {
      const entry = last()
      if (into === 'folder' || into === 'heading') heading += words
      else if (into === 'title' && entry) entry.title += words
      else if (into === 'note' && entry) entry.notes = (entry.notes ?? '') + words
    },
    onclosetag(name, isImplied) {
      if (['a', 'h1', 'h3'].includes(name)) into = undefined
      if (name === 'dl' && !isImplied) folders.pop()
    },
  })
  parser.write(text)
  parser.end()
  if (raw.length === 0) return undefined
  return { format: isPocket ? 'Pocket' : 'bookmarks of a browser', entries: raw.map(entryOf) }
}

/** Lines of growing places in a text, counted as they are asked for. */
function lineCounter(text: string): (place: number) => number {
  let line = 1
  let at = 0
  return (place) => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < place; next = text.indexOf('\n', at)) {
      line++
      at = next + 1
    }
    return line
  }
}
