import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuickAdd } from './quick-add.ts'
import { faultOfRule } from './recurrence.ts'

// A Monday.
const context = { today: '2026-11-23', categories: ['Home', 'Home office', 'Errands'] }
const parse = (line: string) => parseQuickAdd(line, context)

test('a line without a date, rule or category is a name', () => {
  for (const line of [
    'buy milk',
    'Read "The Second Sex"',
    'sun cream for the kids',
    'march against cuts',
    'C# course',
    'call 555-1234',
  ]) {
    assert.deepEqual(parse(line), {
      name: line,
      dueDay: null,
      rule: null,
      repeatFrom: 'due',
      category: null,
      understood: [],
    })
  }
})

test('days are understood as people say them', () => {
  const days = {
    'pay rent today': '2026-11-23',
    'pay rent tomorrow': '2026-11-24',
    'pay rent day after tomorrow': '2026-11-25',
    'pay rent friday': '2026-11-27',
    'pay rent on Monday': '2026-11-30',
    'pay rent next friday': '2026-12-04',
    'pay rent fri': '2026-11-27',
    'pay rent by wed': '2026-11-25',
    'pay rent next week': '2026-11-30',
    'pay rent next month': '2026-12-01',
    'pay rent in 3 days': '2026-11-26',
    'pay rent in a week': '2026-11-30',
    'pay rent in 2 months': '2027-01-23',
    'pay rent 4 dec': '2026-12-04',
    'pay rent on the 4th of december': '2026-12-04',
    'pay rent 4th of december': '2026-12-04',
    'pay rent Dec 4': '2026-12-04',
    'pay rent 1 jan': '2027-01-01',
    'pay rent 29 feb': '2028-02-29',
    'pay rent 4 dec 2028': '2028-12-04',
    'pay rent 2026-12-24': '2026-12-24',
    'pay rent this weekend': '2026-11-28',
    'pay rent end of month': '2026-11-30',
    'tomorrow pay rent': '2026-11-24',
    'pay rent due friday': '2026-11-27',
  }
  for (const [line, day] of Object.entries(days)) {
    const read = parse(line)
    assert.equal(read.dueDay, day, line)
    assert.equal(read.name, 'pay rent', line)
  }
  assert.equal(parse('pay rent 2026-02-30').dueDay, null)
})

test('recurrences are understood as people say them, and are rules that can be used', () => {
  const rules = {
    'x every day': 'FREQ=DAILY',
    'x daily': 'FREQ=DAILY',
    'x every friday': 'FREQ=WEEKLY;BYDAY=FR',
    'x every mon, wed and fri': 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
    'x every other day': 'FREQ=DAILY;INTERVAL=2',
    'x every other tuesday': 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    'x every 2 weeks': 'FREQ=WEEKLY;INTERVAL=2',
    'x every weekday': 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    'x every month': 'FREQ=MONTHLY',
    'x every quarter': 'FREQ=MONTHLY;INTERVAL=3',
    'x every 15th': 'FREQ=MONTHLY;BYMONTHDAY=15',
    'x every last day of the month': 'FREQ=MONTHLY;BYMONTHDAY=-1',
    'x every last friday': 'FREQ=MONTHLY;BYDAY=-1FR',
    'x every 2nd tuesday of the month': 'FREQ=MONTHLY;BYDAY=2TU',
    'x every 24 december': 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24',
    'x every may 5': 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5',
    'x every day for 10 times': 'FREQ=DAILY;COUNT=10',
    'x every week until 24 dec': 'FREQ=WEEKLY;UNTIL=20261224',
  }
  for (const [line, rule] of Object.entries(rules)) {
    const read = parse(line)
    assert.equal(read.rule, rule, line)
    assert.equal(read.name, 'x', line)
    assert.equal(faultOfRule(rule), undefined, line)
  }
})

test('every! counts from the last completion', () => {
  assert.equal(parse('descale kettle every! 3 months').repeatFrom, 'completion')
  assert.equal(parse('descale kettle every 3 months').repeatFrom, 'due')
})

test('a category takes the spelling of the list, the longest name first, and may be new', () => {
  assert.equal(parse('file taxes #home office').category, 'Home office')
  assert.equal(parse('file taxes #home office').name, 'file taxes')
  assert.equal(parse('#errands buy stamps').category, 'Errands')
  assert.equal(parse('plan trip #Travel').category, 'Travel')
})

test('all of it together, with where it stands in the line', () => {
  const line = 'water plants every friday #home'
  assert.deepEqual(parse(line), {
    name: 'water plants',
    dueDay: null,
    rule: 'FREQ=WEEKLY;BYDAY=FR',
    repeatFrom: 'due',
    category: 'Home',
    understood: [
      { kind: 'rule', start: 13, end: 25, text: 'every friday' },
      { kind: 'category', start: 26, end: 31, text: '#home' },
    ],
  })
})

test('a line that would have no name left is a name', () => {
  for (const line of ['today', 'every friday', '#home', 'tomorrow #home']) assert.equal(parse(line).name, line)
})

test('it never fails, whatever is typed', () => {
  for (const line of ['', '   ', '#', 'every', 'every 0 days', 'every 99th', '31 feb', '\u0000', 'x'.repeat(10_000)]) {
    assert.equal(typeof parse(line).name, 'string')
  }
})
