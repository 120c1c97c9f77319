import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, addMonths, weekdayOf } from '@ichrisbirch/contract/days'
import { firstWeekdayOf, isMonth, weeksOf } from './month.server.ts'

test('every month is whole weeks that follow each other, and has each of its days once', () => {
  for (const firstWeekday of [1, 6, 7]) {
    for (let first = '2023-01-01'; first < '2029-01-01'; first = addMonths(first, 1)) {
      const month = first.slice(0, 7)
      const days = weeksOf(month, firstWeekday).flat()
      assert.equal(weekdayOf(days[0] ?? ''), firstWeekday)
      for (const [index, day] of days.entries()) assert.equal(day, addDays(days[0] ?? '', index))
      assert.equal(days.length % 7, 0)
      assert(days.length <= 42)
      const own = days.filter((day) => day.startsWith(month))
      assert.deepEqual([own[0], own.at(-1)], [first, addDays(addMonths(first, 1), -1)])
    }
  }
})

test('weeks begin as the reader is used to', () => {
  assert.deepEqual(['en-GB', 'en-US', 'de'].map(firstWeekdayOf), [1, 7, 1])
})

test('only months are months', () => {
  assert.deepEqual(['2026-11', '2026-13', '1026-01', '2026-1', ''].map(isMonth), [true, false, false, false, false])
})
