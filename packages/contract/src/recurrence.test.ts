import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeRule, faultOfRule, nextDays } from './recurrence.ts'

const from = (rule: string, startDay = '2026-01-01') => nextDays(rule, startDay, '2025-12-31', 4)

test('the kinds of recurrence that people use give the days of RFC 5545', () => {
  assert.deepEqual(from('FREQ=DAILY;INTERVAL=3'), ['2026-01-01', '2026-01-04', '2026-01-07', '2026-01-10'])
  assert.deepEqual(from('FREQ=WEEKLY;BYDAY=MO,FR'), ['2026-01-02', '2026-01-05', '2026-01-09', '2026-01-12'])
  assert.deepEqual(from('FREQ=MONTHLY;BYDAY=-1FR'), ['2026-01-30', '2026-02-27', '2026-03-27', '2026-04-24'])
  assert.deepEqual(from('FREQ=MONTHLY;BYMONTHDAY=-1'), ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'])
  assert.deepEqual(from('FREQ=MONTHLY;BYMONTHDAY=31'), ['2026-01-31', '2026-03-31', '2026-05-31', '2026-07-31'])
  assert.deepEqual(from('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29').slice(0, 2), ['2028-02-29', '2032-02-29'])
  assert.deepEqual(from('FREQ=YEARLY;BYMONTH=5;BYDAY=2SU').slice(0, 2), ['2026-05-10', '2027-05-09'])
})

test('a rule ends by count from its start day, or on the until day', () => {
  assert.deepEqual(from('FREQ=DAILY;COUNT=2'), ['2026-01-01', '2026-01-02'])
  assert.deepEqual(nextDays('FREQ=DAILY;COUNT=2', '2026-01-01', '2026-01-01', 4), ['2026-01-02'])
  assert.deepEqual(from('FREQ=DAILY;UNTIL=20260102'), ['2026-01-01', '2026-01-02'])
})

test('the next day is strictly later, and an old start day costs no more', () => {
  assert.deepEqual(nextDays('FREQ=DAILY', '1900-01-01', '2026-11-23', 1), ['2026-11-24'])
})

test('rules that cannot be used are refused with the reason', () => {
  const faults = {
    '': /FREQ|empty part/,
    'FREQ=HOURLY': /FREQ must be one of/,
    'FREQ=DAILY;BYHOUR=3': /BYHOUR is not one of/,
    'FREQ=DAILY;INTERVAL=0': /INTERVAL/,
    'FREQ=DAILY;COUNT=2;UNTIL=20270101': /exclude each other/,
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30': /names no day/,
    'FREQ=WEEKLY;BYDAY=XX': /BYDAY/,
    'FREQ=DAILY;FREQ=DAILY': /once/,
  }
  for (const [rule, message] of Object.entries(faults)) assert.match(faultOfRule(rule) ?? 'accepted', message, rule)
})

test('a rule is told in words', () => {
  assert.equal(describeRule('FREQ=WEEKLY;BYDAY=FR', '2026-01-01'), 'every week on Friday')
  assert.equal(describeRule('FREQ=DAILY;INTERVAL=3', '2026-01-01'), 'every 3 days')
})
