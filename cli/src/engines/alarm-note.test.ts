import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alarmNote } from './alarm-note.ts'

test('status says how many alarms are open, and nothing when there are none', () => {
  assert.equal(alarmNote('200 {"status":"ok","checks":{"database":"ok"}}'), '')
  assert.match(alarmNote('200 {"status":"ok","checks":{},"alarms":1}'), /^1 alarm is open: .*alarms list$/)
  assert.match(alarmNote('200 {"status":"ok","checks":{},"alarms":12}'), /^12 alarms are open/)
  assert.equal(alarmNote('not JSON at all'), '')
})
