import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Intent, understand } from './understand.ts'

const context = { today: '2026-11-23', categories: ['Home', 'Errands'] }

const LISTS: [text: string, span: string][] = [
  ['what is due this week?', 'this week'],
  ["What's due today", 'today'],
  ['what do I have to do tomorrow?', 'tomorrow'],
  ['show my overdue tasks', 'overdue'],
  ['is anything late?', 'overdue'],
  ['next week?', 'next week'],
  ['today', 'today'],
  ['due', 'today'],
  ['list my tasks', 'open'],
  ['my tasks', 'open'],
]
for (const [text, span] of LISTS) {
  test(`“${text}” asks for tasks: ${span}`, () => {
    assert.deepEqual(understand(text, context), { kind: 'list', span })
  })
}

const ADDED: [text: string, name: string, dueDay: string | null][] = [
  ['add buy milk tomorrow #errands', 'buy milk', '2026-11-24'],
  ['please add a task to call Bo', 'call Bo', null],
  ['Remind me to water the plants tomorrow.', 'water the plants', '2026-11-24'],
  ['New task: read', 'read', null],
  ['buy milk tomorrow', 'buy milk', '2026-11-24'],
]
for (const [text, name, dueDay] of ADDED) {
  test(`“${text}” adds the task “${name}”`, () => {
    const intent = understand(text, context)
    assert.equal(intent.kind, 'add')
    assert.deepEqual([intent.task.name, intent.task.dueDay], [name, dueDay])
  })
}

test('“water plants every friday” adds an autotask without the word add', () => {
  const intent = understand('water plants every friday', context)
  assert.equal(intent.kind, 'add')
  assert.equal(intent.task.rule, 'FREQ=WEEKLY;BYDAY=FR')
})

const OTHERS: [text: string, intent: Intent][] = [
  ['complete buy milk', { kind: 'complete', name: 'buy milk' }],
  ['mark buy milk as done', { kind: 'complete', name: 'buy milk' }],
  ['I have finished “the report”', { kind: 'complete', name: 'the report' }],
  ['2', { kind: 'choose', number: 2 }],
  ['search plants', { kind: 'search', words: 'plants' }],
  ['where is the passport?', { kind: 'search', words: 'passport' }],
  ['what repeats?', { kind: 'autotasks' }],
  ['help', { kind: 'help' }],
  ['what can you do?', { kind: 'help' }],
  ['learn the accordion', { kind: 'unknown', text: 'learn the accordion' }],
  ['what did I complete today?', { kind: 'unknown', text: 'what did I complete today?' }],
  ['what is the weather?', { kind: 'unknown', text: 'what is the weather?' }],
  ['', { kind: 'unknown', text: '' }],
]
for (const [text, intent] of OTHERS) {
  test(`“${text}” means ${intent.kind}`, () => {
    assert.deepEqual(understand(text, context), intent)
  })
}
