import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { Autosave, type Sent, type Standing } from './autosave.ts'
import type { Draft, StoredDraft } from './drafts.ts'

const draft = (text: string): Draft => ({ day: '2026-11-23', text, mood: '', tags: '', photos: [] })

/** A browser and a house; `answers` says what the house says, one send after the other. */
function desk(answers: (() => Sent | Promise<Sent>)[], base = '') {
  const state = { stored: undefined as StoredDraft | undefined, sent: [] as string[], told: [] as Standing['kind'][] }
  const autosave = new Autosave(base, {
    store: (stored) => {
      state.stored = stored
    },
    forget: () => {
      state.stored = undefined
    },
    send: async ({ text }, on) => {
      state.sent.push(`${text} on ${on || 'nothing'}`)
      const answer = answers.shift()
      assert(answer, 'sent more often than expected')
      return answer()
    },
    tell: ({ kind }) => state.told.push(kind),
  })
  return { autosave, state }
}

test('every change is in the browser at once, and in the house after a pause; then the browser lets go of it', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const { autosave, state } = desk([() => ({ updatedAt: 'v1' })])
  autosave.changed(draft('D'))
  autosave.changed(draft('Dear diary'))
  assert.equal(state.stored?.draft.text, 'Dear diary')
  assert.deepEqual(state.sent, [])
  mock.timers.tick(1500)
  await autosave.flush()
  mock.timers.reset()
  assert.deepEqual(state.sent, ['Dear diary on nothing'])
  assert.equal(state.stored, undefined)
  assert.equal(state.told.at(-1), 'sent')
})

test('with the house away it stays in the browser, and is sent when the house answers', async () => {
  const { autosave, state } = desk([() => ({ fault: 'away', message: '' }), () => ({ updatedAt: 'v2' })], 'v1')
  autosave.changed(draft('kept'))
  assert.equal(await autosave.flush(), false)
  assert.equal(state.stored?.draft.text, 'kept')
  assert.equal(await autosave.flush(), true)
  assert.deepEqual(state.sent, ['kept on v1', 'kept on v1'])
  assert.equal(state.stored, undefined)
})

test('what is typed while a version is on its way follows it, on top of that version', async () => {
  const first = Promise.withResolvers<Sent>()
  const { autosave, state } = desk([() => first.promise, () => ({ updatedAt: 'v2' })])
  autosave.changed(draft('one'))
  const flushed = autosave.flush()
  autosave.changed(draft('one, two'))
  first.resolve({ updatedAt: 'v1' })
  assert.equal(await flushed, false)
  assert.deepEqual(state.stored, { draft: draft('one, two'), base: 'v1' })
  assert.equal(await autosave.flush(), true)
  assert.deepEqual(state.sent, ['one on nothing', 'one, two on v1'])
})

test('another device was quicker: nothing is sent over it, and nothing is forgotten', async () => {
  const { autosave, state } = desk([() => ({ fault: 'conflict', message: '' })], 'v1')
  autosave.changed(draft('mine'))
  assert.equal(await autosave.flush(), false)
  assert.deepEqual([state.stored?.base, state.told.at(-1)], ['v1', 'conflict'])
})
