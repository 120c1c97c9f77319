import { z } from 'zod'
import { Day } from './wire.ts'

/** Where a book stands, on one of these at a time: their counts add up to all books. */
export const SHELVES = ['to_read', 'reading', 'read', 'dropped'] as const
export const Shelf = z.enum(SHELVES)
export type Shelf = z.infer<typeof Shelf>

/** A book's page numbers. */
export const PageNumber = z.int().min(1).max(100_000)

/** One time through a book. A book that was read again has two. */
export const Reading = z.object({
  outcome: z.enum(['reading', 'read', 'dropped']).describe('`reading` while it goes on'),
  startDay: z.string().nullable(),
  endDay: z.string().nullable(),
  page: z.int().nullable().describe('the page last reached'),
})
export type Reading = z.infer<typeof Reading>

export const NewReading = z.strictObject({
  outcome: Reading.shape.outcome,
  startDay: Day.nullable().default(null),
  endDay: Day.nullable().default(null),
  page: PageNumber.nullable().default(null),
})

interface Standing {
  shelf: Shelf
  readings: Reading[]
}

/** Why a shelf and readings cannot be true together, or undefined. The shelf `reading` means that one reading goes on. */
export function faultOfReadings({ shelf, readings }: Standing): string | undefined {
  const open = readings.filter(({ outcome }) => outcome === 'reading')
  if (open.length > 1) return 'only one reading can go on at a time'
  if (shelf === 'reading' && open.length === 0) return 'the shelf is “reading”, but no reading goes on'
  if (shelf !== 'reading' && open.length > 0) return 'a reading goes on, but the shelf is another than “reading”'
  if (open[0]?.endDay) return 'a reading that goes on has no last day'
  const isBackwards = readings.some(({ startDay, endDay }) => startDay && endDay && endDay < startDay)
  return isBackwards ? 'a reading ends before it starts' : undefined
}

/**
 * A book put on another shelf. Reading begins today, or ends today; a book that was read at some time unknown gets a
 * reading without days; one put back to be read has not been begun.
 */
export function moveToShelf({ readings }: Standing, shelf: Shelf, today: string): Standing {
  const open = readings.find(({ outcome }) => outcome === 'reading')
  const end = (outcome: 'read' | 'dropped') =>
    readings.map((reading) => (reading === open ? { ...reading, outcome, endDay: endOf(reading, today) } : reading))
  const unknown = { startDay: null, endDay: null, page: null }
  switch (shelf) {
    case 'reading':
      return { shelf, readings: open ? readings : [...readings, { ...unknown, outcome: 'reading', startDay: today }] }
    case 'read':
      if (open) return { shelf, readings: end('read') }
      return {
        shelf,
        readings: readings.some(({ outcome }) => outcome === 'read')
          ? readings
          : [...readings, { ...unknown, outcome: 'read' }],
      }
    case 'dropped':
      return { shelf, readings: end('dropped') }
    case 'to_read':
      return { shelf, readings: readings.filter((reading) => reading !== open) }
  }
}

/** Today; a reading that was said to start later ends on that day. */
const endOf = ({ startDay }: Reading, today: string) => (startDay && startDay > today ? startDay : today)

/** The day since which a book stands on its shelf, which lists are ordered by: begun, finished, dropped or added. */
export function shelfDayOf({ shelf, readings }: Standing, addedDay: string): string {
  if (shelf === 'to_read') return addedDay
  const days = readings
    .filter(({ outcome }) => outcome === shelf)
    .flatMap(({ startDay, endDay }) => (shelf === 'reading' ? startDay : endDay) ?? [])
  return days.toSorted().at(-1) ?? addedDay
}
