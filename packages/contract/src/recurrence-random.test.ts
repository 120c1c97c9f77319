// Random rules against rrule, an implementation of RFC 5545 that our code does not use.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import rrule from 'rrule'
import { addDays } from './days.ts'
import { faultOfRule, nextDays } from './recurrence.ts'
import { randomOf, testSeed } from './testing.ts'

// A CommonJS module: it has no named exports.
const { RRule } = rrule

const SEED = testSeed()
/** All 10,000 take two minutes: RECURRENCE_RULES=10000. */
const RULES = Number(process.env.RECURRENCE_RULES ?? 500)
const DAYS = 5
/** Beyond it a rule that names hardly any day would take the other implementation to the year 9999. */
const YEARS = 12
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

const random = randomOf(SEED)
const below = (count: number) => Math.floor(random() * count)
const oneOf = <Value>(values: readonly Value[]) => values[below(values.length)] as Value
const several = (make: () => string | number, most: number) =>
  [...new Set(Array.from({ length: 1 + below(most) }, make))].join(',')

function randomRule(startDay: string): string {
  const freq = oneOf(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])
  const parts = [`FREQ=${freq}`]
  const maybe = (chance: number, part: () => string) => {
    if (random() < chance) parts.push(part())
  }
  maybe(0.5, () => `INTERVAL=${1 + below(6)}`)
  maybe(0.3, () => `BYMONTH=${several(() => 1 + below(12), 4)}`)
  const hasOrdinals = freq === 'MONTHLY' || freq === 'YEARLY'
  const signed = (most: number) => (random() < 0.7 ? 1 : -1) * (1 + below(most))
  // The other one reads numbered weekdays beside plain ones as if both had to be.
  const isNumbered = hasOrdinals && random() < 0.5
  const weekday = () => `${isNumbered ? signed(4) : ''}${oneOf(WEEKDAYS)}`
  maybe(0.5, () => `BYDAY=${several(weekday, 3)}`)
  // RFC 5545: BYMONTHDAY must not be given with WEEKLY.
  if (freq !== 'WEEKLY') maybe(0.4, () => `BYMONTHDAY=${several(() => signed(31), 4)}`)
  const isSet = parts.some((part) => part.startsWith('BY'))
  // The other one takes the first of too few for any position from the end, and begins in the middle of a week.
  if (isSet && hasOrdinals) maybe(0.2, () => `BYSETPOS=${oneOf([-1, 1, 2, 3])}`)
  maybe(0.2, () => `WKST=${oneOf(['SU', 'SA', 'MO'])}`)
  const end = random()
  if (end < 0.15) parts.push(`COUNT=${1 + below(8)}`)
  else if (end < 0.3) parts.push(`UNTIL=${addDays(startDay, below(1500)).replaceAll('-', '')}`)
  return parts.join(';')
}

/** Days of both that are not beyond `limit`. */
function theOther(rule: string, startDay: string, after: string, limit: string): string[] {
  const options = RRule.parseString(rule.replace(/UNTIL=(\d{8})/, 'UNTIL=$1T000000Z'))
  const end = new Date(`${limit}T00:00:00Z`)
  const until = options.until && options.until < end ? options.until : end
  const other = new RRule({ ...options, until, dtstart: new Date(`${startDay}T00:00:00Z`) })
  const days: string[] = []
  other.between(
    new Date(`${addDays(after, 1)}T00:00:00Z`),
    end,
    true,
    (day) => days.push(day.toISOString().slice(0, 10)) < DAYS,
  )
  return days.slice(0, DAYS)
}

test(`${RULES} random rules name the days that another implementation of RFC 5545 names`, () => {
  for (let compared = 0; compared < RULES; ) {
    const startDay = addDays('2020-01-01', below(4000))
    const rule = randomRule(startDay)
    if (faultOfRule(rule)) continue
    compared++
    const after = addDays(startDay, below(700) - 10)
    const limit = addDays(after, YEARS * 365)
    const ours = nextDays(rule, startDay, after, DAYS).filter((day) => day <= limit)
    const wanted = theOther(rule, startDay, after, limit)
    assert.deepEqual(
      ours,
      wanted,
      `${rule} from ${startDay} after ${after}, rule ${compared}: repeat with TEST_SEED=${SEED}`,
    )
  }
})
