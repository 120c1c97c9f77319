import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Entry } from './entry.ts'
import { readFile } from './read-file.ts'

const textOf = (name: string) =>
  readFileSync(new URL(`../../../test-fixtures/articles/${name}`, import.meta.url), 'utf8')

function read(name: string) {
  const file = readFile(textOf(name))
  assert(file, name)
  return { format: file.format, entries: file.entries.map(say) }
}

/** An entry on one line: its place, what it is, and what is known of it. */
function say(entry: Entry): string {
  if ('fault' in entry) return `${entry.line}! ${entry.fault}`
  const { url, title, tags, notes, savedAt, isArchived, isFavourite } = entry.article
  const facts = [
    ...tags.map((tag) => `#${tag}`),
    notes,
    savedAt?.slice(0, 10),
    isArchived && 'archived',
    isFavourite && 'favourite',
  ]
  return [`${entry.line} ${url.replace('https://example.org', '')} ${title}`, ...facts.filter(Boolean)].join(' · ')
}

const FILES: Record<string, { format: string; entries: string[] }> = {
  'pocket.html': {
    format: 'Pocket',
    entries: [
      '11 /rivers On rivers & mills · #water · #long reads · 2021-03-22',
      '12 /untitled example.org/untitled · 2021-03-22',
      '17 /old Old news · 2011-03-13 · archived',
      '18 http://www.example.org/rivers Saved twice · 2011-03-13 · archived',
    ],
  },
  'pocket.csv': {
    format: 'Pocket',
    entries: [
      '2 /rivers Rivers, and "mills" · #water · #long reads · 2021-03-22',
      '3 /untitled example.org/untitled · 2021-03-22',
      '4 /old Old news · 2011-03-13 · archived',
    ],
  },
  'pocket-malformed.csv': {
    format: 'Pocket',
    entries: [
      '2 /good Good · 2021-03-22',
      '3! It has no address.',
      '4! “ftp://example.org/file” is no address of the web.',
      '5 /few Too few columns',
      '6 /many Too many · #a · #b · 2021-03-22',
      '7 /quote A "quote" inside',
      '8 /broken "Broken"quote · 2021-03-22',
      '9 /again Good again · 2021-03-22 · archived',
    ],
  },
  'instapaper.csv': {
    format: 'Instapaper',
    entries: [
      '2 /rivers On rivers · #water · #long "reads" · 2021-03-22',
      '4 /starred Starred · A line,\nand another · 2021-03-22 · favourite',
      '5 /old Old · 2021-03-22 · archived',
      '6 /cook Soup · #kitchen · 2021-03-22',
      '7! “instapaper://private-content/123” is no address of the web.',
    ],
  },
  'instapaper-before-tags.csv': { format: 'Instapaper', entries: ['2 /rivers On rivers · 2021-03-22'] },
  'chrome-bookmarks.html': {
    format: 'bookmarks of a browser',
    entries: [
      '11 /rivers On rivers · 2020-09-13',
      '16 /soup Soup · #cooking · #soups · 2020-09-13',
      '19! “javascript:void(0)” is no address of the web.',
      '21 /loose Loose · 2020-09-13',
    ],
  },
  'firefox-bookmarks.html': {
    format: 'bookmarks of a browser',
    entries: [
      '9 /rivers On rivers · #water · #maps · Where the mill stood.\nAnd the meadow. · 2020-09-13',
      '12! “place:type=6&sort=14&maxResults=10” is no address of the web.',
      '13 /umlaut Über Flüsse · 2020-09-13',
    ],
  },
  'safari-bookmarks.html': {
    format: 'bookmarks of a browser',
    entries: ['8 /rivers On rivers', '12 /later For later · #reading list'],
  },
  'pocket-cut-off.html': {
    format: 'Pocket',
    entries: ['11 /rivers On rivers & mills · #water · #long reads · 2021-03-22'],
  },
  'bookmarks-cut-off.html': {
    format: 'bookmarks of a browser',
    entries: ['11 /rivers On rivers · 2020-09-13'],
  },
  'addresses.csv': { format: 'CSV', entries: ['2 /one example.org/one', '3 /two example.org/two'] },
}

for (const [name, expected] of Object.entries(FILES)) {
  test(`${name}: what can be read is, and the rest is listed by its line`, () => {
    assert.deepEqual(read(name), expected)
  })
}

test('what is no export is not taken for one', () => {
  for (const name of ['letter.txt', 'other.csv']) assert.equal(readFile(textOf(name)), undefined, name)
  for (const text of ['', '<', '<p>words', '"', 'url', '\u0000', '{"url":1}'])
    assert.doesNotThrow(() => readFile(text), text)
})

test('a quote that is never closed costs its row, and says so', () => {
  const file = readFile(
    'url,time_added,title\nhttps://example.org/1,1616420400,one\nhttps://example.org/2,1616420400,"two\nhttps://example.org/3,1616420400,three\n',
  )
  assert.deepEqual(file?.entries[0] && say(file.entries[0]), '2 /1 one · 2021-03-22')
  assert.equal(file?.entries.length, 2)
  assert.match(say(file?.entries[1] as Entry), /^\d! The row cannot be read/)
})

test('a large file is read in a moment', () => {
  const rows = Array.from(
    { length: 50_000 },
    (_, n) => `<DT><A HREF="https://example.org/${n}" ADD_DATE="1600000000">Page ${n}</A>\n`,
  )
  const start = process.cpuUsage()
  assert.equal(readFile(`<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>\n${rows.join('')}</DL>`)?.entries.length, 50_000)
  // Seconds of work, so that a busy machine fails nothing.
  const { user, system } = process.cpuUsage(start)
  assert((user + system) / 1e6 < 4)
})
