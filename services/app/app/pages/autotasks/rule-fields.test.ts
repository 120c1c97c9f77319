import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsAround, fieldsOf, ruleOf } from './rule-fields.ts'

const START = '2026-12-04' // a Friday, the first of its month

for (const rule of [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;BYDAY=FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR',
  'FREQ=MONTHLY;BYMONTHDAY=15',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=2TU',
  'FREQ=MONTHLY;BYDAY=-1FR;COUNT=6',
  'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24',
  'FREQ=WEEKLY;BYDAY=FR;UNTIL=20270301',
]) {
  test(`the editor's fields say ${rule} again`, () => {
    const fields = fieldsOf(rule, START)
    assert.notEqual(fields.unit, 'custom')
    assert.equal(ruleOf(fields), rule)
  })
}

test('a rule that leaves its weekday to the start day gets it from there', () => {
  assert.equal(ruleOf(fieldsOf('FREQ=WEEKLY', START)), 'FREQ=WEEKLY;BYDAY=FR')
  assert.equal(ruleOf(fieldsOf('FREQ=MONTHLY', START)), 'FREQ=MONTHLY;BYMONTHDAY=4')
})

for (const rule of ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU']) {
  test(`${rule}, which the fields cannot say, is kept as it is`, () => {
    const fields = fieldsOf(rule, START)
    assert.equal(fields.unit, 'custom')
    assert.equal(ruleOf(fields), rule)
  })
}

test('a new rule begins weekly on the weekday of its day', () => {
  assert.equal(ruleOf(fieldsAround(START)), 'FREQ=WEEKLY;BYDAY=FR')
})
