import { readBookmarks } from './bookmarks.ts'
import { readCsv } from './csv.ts'
import type { ReadFile } from './entry.ts'

/** An export of Pocket, Instapaper or a browser, told by what is in it. @returns undefined for anything else. */
export function readFile(content: string): ReadFile | undefined {
  const text = content.replace(/^\ufeff/, '')
  return /^\s*</.test(text) ? readBookmarks(text) : readCsv(text)
}
