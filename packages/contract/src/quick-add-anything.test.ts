import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Anything, type Kind, type Lacking, readAnything } from './quick-add-anything.ts'

// A Monday.
const context = { today: '2026-11-23', categories: ['Home'], locale: 'en-GB' }
const read = (line: string, chosen?: Kind) => readAnything(line, context, chosen)

const book = (title: string, author: string | null = null, isbn: string | null = null, tags: string[] = []) =>
  ({ kind: 'book', body: { title, author, tags, isbn } }) as const
const event = (name: string, start: string, more = {}) => ({ kind: 'event', body: { name, start, ...more } }) as const
const money = (name: string, amount: string, currency = 'EUR') =>
  ({ kind: 'money', body: { name, amount, currency } }) as const
const habit = (name: string, more: object) => ({ kind: 'habit', body: { name, ...more } }) as Anything
const daily = { schedule: 'daily' }

const LINES: Record<string, Anything | Lacking> = {
  'habit stretch': habit('stretch', daily),
  'Habit: read 20 pages every day': habit('read', { ...daily, target: '20', unit: 'pages' }),
  'habit gym 3 times a week': habit('gym', { schedule: 'weekly', timesAWeek: 3 }),
  'run 3x a week': habit('run', { schedule: 'weekly', timesAWeek: 3 }),
  'habit swim every fri and mon': habit('swim', { schedule: 'weekdays', weekdays: [1, 5] }),
  'habit water cactus every 10 days': habit('water cactus', { schedule: 'interval', everyDays: 10 }),
  'event lunch with Ana friday 13:00': event('lunch with Ana', '2026-11-27T13:00'),
  'event: dentist tomorrow': event('dentist', '2026-11-24'),
  'event: stand-up at 9:30': event('stand-up', '2026-11-23T09:30'),
  'dinner with Ana friday 7-9pm @ Café Central': event('dinner with Ana', '2026-11-27T19:00', {
    end: '2026-11-27T21:00',
    venue: 'Café Central',
  }),
  'party on 5 dec from 22:00 to 02:00': event('party', '2026-12-05T22:00', { end: '2026-12-06T02:00' }),
  'event: matinee 4 dec 12am': event('matinee', '2026-12-04T00:00'),
  'event lunch every friday 13:00': { kind: 'task' } as Anything,
  'countdown the sea 1 july': { kind: 'countdown', body: { name: 'the sea', day: '2027-07-01' } },
  "countdown Ana's birthday every 5 may": {
    kind: 'countdown',
    body: { name: "Ana's birthday", day: '2027-05-05', rule: 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5' },
  },
  'countdown leap day every 29 february': {
    kind: 'countdown',
    body: { name: 'leap day', day: '2028-02-29', rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' },
  },
  'https://example.org/a?b=1 #rivers #Water #water': {
    kind: 'article',
    body: { url: 'https://example.org/a?b=1', tags: ['rivers', 'water'] },
  },
  'article: A title https://example.org/a': { kind: 'article', body: { url: 'https://example.org/a', tags: [] } },
  'book Dune by Frank Herbert': book('Dune', 'Frank Herbert'),
  'book Stand by Me by Stephen King #novel': book('Stand by Me', 'Stephen King', null, ['novel']),
  'book: Dune': book('Dune'),
  'book: Dune 9780441013593': book('Dune', null, '9780441013593'),
  '978-0-441-01359-3 #novel': book('ISBN 9780441013593', null, '9780441013593', ['novel']),
  '12.50 EUR pizza wasted': money('pizza', '12.50'),
  'wasted €12 on a pizza': money('a pizza', '12'),
  'a taxi for 30 USD wasted': money('a taxi', '30', 'USD'),
  '12,50 pizza wasted': money('pizza', '12.50', 'GBP'),
  'wasted: 3 bananas': money('bananas', '3', 'GBP'),
  'journal: A good day: it rained.': { kind: 'journal', body: { text: 'A good day: it rained.' } },
}
for (const [line, meant] of Object.entries(LINES)) {
  test(`“${line}” is for ${meant.kind}`, () => {
    const { kind, ...rest } = read(line)
    const { kind: expected, ...fields } = meant
    assert.equal(kind, expected)
    if (kind !== 'task') assert.deepEqual(rest, fields)
  })
}

test('what is not plainly something else is a task: nobody is surprised', () => {
  const lines = [
    'call Ana tomorrow #home',
    'book a table for two',
    'book flights by Friday',
    'book a room by the sea',
    'Book the hotel by Paul',
    'book',
    '12 eggs',
    '€12 pizza',
    'wasted 3 bananas',
    '0 EUR nothing wasted',
    '5 XQZ stones wasted',
    'read https://example.org/a',
    'A title https://example.org/a',
    'habits are hard',
    'event planning for Mina',
    'countdown the sea',
    'journal about the trip',
    'article for the school paper',
    'call Ana tomorrow 15:00',
    'submit the report by friday 5pm',
    'version 1.2-1.3',
    'buy 2-3 lemons',
    'constructor fix',
    'task: habit: compare them',
    'call the 0441013593 number',
    '0441013593',
    '9780441013594',
    'return 9780441013593 to Ana',
  ]
  for (const line of lines) assert.equal(read(line).kind, 'task', line)
})

test('a task keeps its day, rule and category; one that was almost something else says how to say that', () => {
  const said = (line: string) => {
    const found = read(line)
    assert(found.kind === 'task' && 'task' in found)
    return [found.task.name, found.task.dueDay, found.task.category, found.hint]
  }
  assert.deepEqual(said('task: call Ana tomorrow #home'), ['call Ana', '2026-11-24', 'Home', undefined])
  assert.deepEqual(said('journal every evening'), [
    'journal every evening',
    null,
    null,
    'For the journal write “journal: …”',
  ])
  assert.deepEqual(said('call Ana tomorrow 15:00'), [
    'call Ana 15:00',
    '2026-11-24',
    null,
    'For an event write “event: …”',
  ])
})

test('what a person chooses counts, with or without the word', () => {
  assert.deepEqual(read('Dune', 'book'), book('Dune'))
  assert.deepEqual(read('book Dune', 'book'), book('Dune'))
  assert.deepEqual(read('call Ana tomorrow 15:00', 'event'), event('call Ana', '2026-11-24T15:00'))
  assert.deepEqual(read('pizza €12', 'money'), money('pizza', '12'))
  assert.deepEqual(read('it rained', 'journal'), { kind: 'journal', body: { text: 'it rained' } })
  assert.equal(read('book Dune by Frank Herbert', 'task').kind, 'task')
  const force = read('task force on friday', 'task')
  assert.equal('task' in force && force.task.name, 'task force')
})

test('what was said to be something and lacks something is not added: it says what to add', () => {
  for (const line of [
    'countdown: the sea',
    'wasted: pizza',
    'habit: tidy every month',
    'article: rivers',
    'event: dinner',
  ])
    assert.ok('missing' in read(line), line)
  assert.ok('missing' in read('', 'journal'))
})

test('it never fails, whatever is typed', () => {
  const lines = [
    '',
    ' ',
    'habit',
    'event: 31 feb 25:00',
    'event: 13pm',
    'https://',
    '€',
    '€ 1',
    'countdown: \u0000',
    ':',
  ]
  for (const line of [...lines, `habit ${'x'.repeat(9000)}`, `event ${'1:00-'.repeat(900)}`]) assert.ok(read(line).kind)
})
