import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type NewWaiting, Outbox, type Outcome, type Waiting } from './outbox.ts'

const DONE: Outcome = { kind: 'done' }
const AWAY: Outcome = { kind: 'away' }
const CONFLICT: Outcome = { kind: 'fault', fault: { kind: 'conflict', message: 'There it is open.' } }

/** What a browser has written down; it outlives the pages. */
class Disk {
  #items: Waiting[] = []
  #seq = 0
  list = async (owner: string) => this.#items.filter((item) => item.owner === owner)
  add = async (item: NewWaiting) => void this.#items.push({ ...item, seq: ++this.#seq })
  put = async (item: Waiting) => {
    this.#items = this.#items.map((each) => (each.seq === item.seq ? item : each))
  }
  remove = async (seq: number) => {
    this.#items = this.#items.filter((item) => item.seq !== seq)
  }
}

/** A page of Ada's, and a house whose answers come one after the other. */
async function page(answers: Outcome[], disk = new Disk(), owner = 'ada') {
  const sent: string[] = []
  const outbox = new Outbox({
    store: disk,
    alone: (work) => work(),
    tell: () => {},
    send: async ({ fields, anyway }) => {
      sent.push([fields['intent'], fields['id'], fields['seen'], anyway && 'anyway'].filter(Boolean).join(' '))
      const answer = answers.shift()
      assert(answer, 'sent more often than expected')
      return answer
    },
  })
  await outbox.open(owner)
  return { outbox, sent, disk }
}

const form = (intent: string, id: string, seen?: string) => ({
  at: '2026-11-24T10:00:00.000Z',
  action: '/tasks',
  fields: { intent, id, ...(seen && { seen }) },
  words: `${intent} ${id}`,
})
const intents = ({ items }: Outbox) => items.map(({ words }) => words)

test('what was done is sent in its order, and let go of when the house has said that it has it', async () => {
  const { outbox, sent } = await page([DONE, DONE])
  await outbox.add(form('add', 'one'))
  await outbox.add(form('add', 'two'))
  assert.deepEqual(intents(outbox), ['add one', 'add two'])
  await outbox.flush()
  assert.deepEqual(sent, ['add one', 'add two'])
  assert.deepEqual(outbox.items, [])
})

test('while the house is away nothing is lost and nothing overtakes, also when the page is closed', async () => {
  const { outbox, sent, disk } = await page([AWAY])
  await outbox.add(form('add', 'one'))
  await outbox.add(form('complete', 'one'))
  await outbox.flush()
  assert.deepEqual(sent, ['add one'])
  const later = await page([DONE, DONE], disk)
  await later.outbox.flush()
  assert.deepEqual(later.sent, ['add one', 'complete one'])
})

test('an answer that got lost has the same form sent again, with the same id', async () => {
  const { outbox, sent } = await page([AWAY, DONE])
  await outbox.add(form('add', 'one'))
  await outbox.flush()
  await outbox.flush()
  assert.deepEqual(sent, ['add one', 'add one'])
  assert.deepEqual(outbox.items, [])
})

test('two flushes at once send everything once', async () => {
  const { outbox, sent } = await page([DONE])
  await outbox.add(form('add', 'one'))
  await Promise.all([outbox.flush(), outbox.flush()])
  assert.deepEqual(sent, ['add one'])
})

test('what meets a newer edit stays for the person to decide; other things go on, the same thing waits', async () => {
  const { outbox, sent } = await page([CONFLICT, DONE, DONE, DONE])
  await outbox.add(form('complete', 'one', 'v1'))
  await outbox.add(form('reopen', 'one'))
  await outbox.add(form('complete', 'two', 'v1'))
  await outbox.flush()
  assert.deepEqual(sent, ['complete one v1', 'complete two v1'])
  const [undecided] = outbox.items
  assert.equal(undecided?.fault?.message, 'There it is open.')
  await outbox.sendAnyway(undecided)
  assert.deepEqual(sent.slice(2), ['complete one v1 anyway', 'reopen one'])
  assert.deepEqual(outbox.items, [])
})

test('what is left as it is elsewhere is let go of', async () => {
  const { outbox } = await page([CONFLICT])
  await outbox.add(form('complete', 'one', 'v1'))
  await outbox.flush()
  for (const item of outbox.items) await outbox.discard(item)
  assert.deepEqual(outbox.items, [])
})

test('a second tick of a thing follows from the first one: its version is passed on', async () => {
  const { outbox, sent } = await page([{ kind: 'done', seen: 'v2' }, DONE, DONE])
  await outbox.add(form('complete', 'one', 'v1'))
  await outbox.add(form('reopen', 'one', 'v1'))
  await outbox.add(form('complete', 'two', 'v1'))
  await outbox.flush()
  assert.deepEqual(sent, ['complete one v1', 'reopen one v2', 'complete two v1'])
})

test("one person's things are neither shown to another nor sent as theirs, and wait for their own", async () => {
  const { outbox, disk } = await page([])
  await outbox.add(form('add', 'one'))
  const other = await page([], disk, 'bo')
  await other.outbox.flush()
  await other.outbox.discardAll()
  assert.deepEqual([other.outbox.items, other.sent], [[], []])
  const again = await page([DONE], disk)
  await again.outbox.flush()
  assert.deepEqual(again.sent, ['add one'])
})
