import { addressKey, cleanAddress, isWebAddress } from '@ichrisbirch/contract/article-addresses'
import type { ImportedArticle } from '@ichrisbirch/db/article-imports'

/** What an export says of one page, as it is written there. */
export interface RawEntry {
  /** Of the file, from 1: where a person looks when it cannot be read. */
  line: number
  url: string
  title?: string | undefined
  tags?: string[] | undefined
  notes?: string | undefined
  /** Seconds since 1970, as text. */
  savedAt?: string | undefined
  isArchived?: boolean
  isFavourite?: boolean
}

export type Entry = { line: number; article: ImportedArticle } | { line: number; fault: string }

/** An export, read: what the program is called, and its entries in the file's order. */
export interface ReadFile {
  format: string
  entries: Entry[]
}

const LONGEST_ADDRESS = 2000
/** 1 January 1990 to 2100: beyond it a number is no time. */
const [EARLIEST, LATEST] = [631_152_000, 4_102_444_800]

/** Checks what an export says of a page. Only its address can make it useless; all else is left out where it is wrong. */
export function entryOf({ line, url, title, tags = [], notes, savedAt, isArchived, isFavourite }: RawEntry): Entry {
  const address = url.trim()
  if (address === '') return { line, fault: 'It has no address.' }
  if (!isWebAddress(address)) return { line, fault: `“${address.slice(0, 80)}” is no address of the web.` }
  const cleaned = cleanAddress(address)
  if (cleaned.length > LONGEST_ADDRESS) return { line, fault: 'Its address is longer than 2000 characters.' }
  return {
    line,
    article: {
      url: cleaned,
      urlKey: addressKey(cleaned),
      // Some programs write the address where they know no title.
      title:
        inOneLine(title === url ? '' : (title ?? ''), 500) ||
        inOneLine(cleaned.replace(/^https?:\/\/(www\.)?/, ''), 500),
      tags: [...new Set(tags.map((tag) => inOneLine(tag.toLowerCase(), 60)).filter(Boolean))].slice(0, 30),
      notes: notes?.replaceAll('\u0000', '').trim().slice(0, 100_000) || null,
      savedAt: timeOf(savedAt),
      isArchived: isArchived ?? false,
      isFavourite: isFavourite ?? false,
    },
  }
}

function timeOf(seconds: string | undefined): string | null {
  const number = Number(seconds)
  return number >= EARLIEST && number <= LATEST ? new Date(number * 1000).toISOString() : null
}

function inOneLine(words: string, most: number): string {
  // oxlint-disable-next-line no-control-regex
  return words
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
}
