import { Day } from '@ichrisbirch/contract/wire'

export interface Span {
  startDay: string | null
  endDay: string | null
}

const SPAN = /^(\d{4}\/\d\d\/\d\d)?(-)?(\d{4}\/\d\d\/\d\d)?$/

/**
 * The readings of StoryGraph's “Dates Read”: `2021/01/28-2021/02/03, 2023/05/01`, the oldest first here. One day alone is
 * the last one, and a span without a last day goes on. @returns undefined when it is anything else.
 */
export function readSpans(text: string): Span[] | undefined {
  const spans: Span[] = []
  for (const part of text.split(',').map((each) => each.trim())) {
    const [, first, dash, last] = SPAN.exec(part) ?? []
    const [startDay, endDay] = dash ? [dayOf(first), dayOf(last)] : [null, dayOf(first)]
    if (startDay === undefined || endDay === undefined || (!startDay && !endDay)) return undefined
    if (startDay && endDay && endDay < startDay) return undefined
    spans.push({ startDay, endDay })
  }
  return spans.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
}

/** Null where there is none, undefined where it is no day. */
const dayOf = (text: string | undefined) => (text ? Day.safeParse(text.replaceAll('/', '-')).data : null)
const keyOf = ({ startDay, endDay }: Span) => endDay ?? `${startDay}~`
