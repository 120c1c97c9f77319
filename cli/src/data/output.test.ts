import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandsOf } from '@ichrisbirch/contract/commands'
import { schedules } from '@ichrisbirch/contract/schedules'
import { renderList, renderThing } from './output.ts'

const now = new Date('2026-11-23T12:00:00Z')
const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '')

test('the list of schedules says what each does, when next, and what became of its last run', () => {
  const list = commandsOf('schedules', schedules).find(({ verb }) => verb === 'list')
  assert(list)
  const lastRun = { id: 'x', state: 'dead', latenessMs: 3 }
  const rows = [
    { name: 'backup', title: 'Back up everything', nextAt: null, lastRun, isPaused: true, rule: '30 2 * * *' },
  ]
  const [heads = '', row = ''] = plain(renderList(list, rows, 120, now)).split('\n')
  assert.match(heads, /NAME\s+TITLE\s+LAST RUN\s+/)
  assert.match(row, /backup\s+Back up everything\s+dead\s+yes/)
})

test('a log, the states of runs and the tasks of a digest are lines and words, not JSON', () => {
  const thing = {
    state: 'succeeded',
    recent: ['succeeded', 'dead'],
    lines: [
      { level: 'info', message: '12 deleted tasks removed' },
      { level: 'warn', message: 'one is held' },
    ],
    due: {
      count: 2,
      tasks: [
        { id: 'x', name: 'pay the rent' },
        { id: 'y', name: 'sweep' },
      ],
    },
    done: { count: 0, tasks: [] },
  }
  assert.deepEqual(plain(renderThing(thing, now)).split('\n'), [
    'state   succeeded',
    'recent  succeeded, dead',
    'lines   info  12 deleted tasks removed',
    '        warn  one is held',
    'due     pay the rent',
    '        sweep',
    'done    0',
  ])
})
