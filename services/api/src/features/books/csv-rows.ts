import { CsvError, parse } from 'csv-parse/sync'

/** One row of a CSV file; the first is line 1. */
interface CsvRow {
  line: number
  values: string[]
}

export interface CsvFault {
  line: number
  message: string
}

const DELIMITERS = [',', ';', '\t']
/** A file that is no CSV at all has a fault in every line: nobody reads more of them. */
const MOST_FAULTS = 1000

/**
 * The rows of a CSV file (RFC 4180), and the lines where its quotation marks are wrong: from the line after each of
 * those it is read on, where a reader that gives up would lose all the rest.
 */
export function readCsv(text: string): { rows: CsvRow[]; faults: CsvFault[] } {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const delimiter = delimiterOf(lines[0] ?? '')
  const rows: CsvRow[] = []
  const faults: CsvFault[] = []
  let read = 0
  while (read < lines.length && faults.length < MOST_FAULTS) {
    const start = read
    try {
      parse(lines.slice(start).join('\n'), {
        delimiter,
        relax_column_count: true,
        skip_empty_lines: true,
        on_record: (values, context) => {
          rows.push({ line: firstFull(lines, read) + 1, values })
          read = start + context.lines
          return null
        },
      })
      return { rows, faults }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      const line = firstFull(lines, read) + 1
      faults.push({ line, message: wordsFor(error) })
      read = line
    }
  }
  return { rows, faults }
}

/** What stands most often between the names of the columns. */
function delimiterOf(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '')
  const [most = ','] = DELIMITERS.toSorted((a, b) => plain.split(b).length - plain.split(a).length)
  return most
}

/** A row of several lines is told by its first; the empty ones before it are not it. */
function firstFull(lines: string[], from: number): number {
  let index = from
  while (index < lines.length - 1 && lines[index] === '') index++
  return index
}

function wordsFor({ code }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark is opened here and never closed'
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'something stands between a closing quotation mark and the next comma'
    default:
      return 'a quotation mark stands inside a value that does not begin with one'
  }
}
