import { type CsvError, type Info, parse } from 'csv-parse/sync'
import { type Entry, entryOf, type RawEntry, type ReadFile } from './entry.ts'

type Row = Record<string, string>

/** Programs by the columns that only they have, and what each of their columns means. */
const PROGRAMS: { format: string; has: string[]; read: (row: Row) => Omit<RawEntry, 'line'> }[] = [
  {
    // URL,Title,Selection,Folder,Timestamp, and since 2022 Tags: ["a","b"]
    format: 'Instapaper',
    has: ['url', 'folder', 'timestamp'],
    read: (row) => ({
      url: row['url'] ?? '',
      title: row['title'],
      notes: row['selection'],
      savedAt: row['timestamp'],
      tags: [...tagsOfInstapaper(row['tags']), ...folderTag(row['folder'])],
      isArchived: row['folder'] === 'Archive',
      isFavourite: row['folder'] === 'Starred',
    }),
  },
  {
    // title,url,time_added,tags,status: tags are separated by |
    format: 'Pocket',
    has: ['url', 'time_added'],
    read: (row) => ({
      url: row['url'] ?? '',
      title: row['title'],
      savedAt: row['time_added'],
      tags: row['tags']?.split('|'),
      isArchived: row['status'] === 'archive',
      isFavourite: row['favorite'] === '1',
    }),
  },
  {
    format: 'CSV',
    has: ['url'],
    read: (row) => ({
      url: row['url'] ?? '',
      title: row['title'],
      notes: row['notes'],
      tags: row['tags']?.split(/[|,]/),
      isArchived: row['status'] === 'archive',
      isFavourite: row['favorite'] === '1',
    }),
  },
]

const BUILT_IN_FOLDERS = ['', 'Unread', 'Archive', 'Starred']
const folderTag = (folder = '') => (BUILT_IN_FOLDERS.includes(folder) ? [] : [folder])

function tagsOfInstapaper(written = ''): string[] {
  return [...written.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, tag = '']) => tag.replace(/\\(.)/g, '$1'))
}

/** @returns undefined when the text is no CSV with a column of addresses. */
export function readCsv(text: string): ReadFile | undefined {
  const faults: Entry[] = []
  const rows = parse(text, {
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      if (error) faults.push({ line: Number(error['lines']) || 1, fault: `The row cannot be read: ${error.message}` })
      return undefined
    },
  }) as unknown as { record: Row; info: Info }[]
  const columns = Object.keys(rows[0]?.record ?? {})
  const program = PROGRAMS.find(({ has }) => has.every((name) => columns.includes(name)))
  if (!program) return undefined
  const entries = rows.map(({ record, info }) => entryOf({ ...program.read(record), line: info.lines }))
  return { format: program.format, entries: [...entries, ...faults].toSorted((a, b) => a.line - b.line) }
}
