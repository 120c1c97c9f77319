import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLiveAnswers } from './live-answers.ts'

async function textOf(read: AsyncGenerator<string>): Promise<string> {
  let text = ''
  for await (const piece of read) text += piece
  return text
}

test('every reader gets the whole answer, early or late', async () => {
  const answers = createLiveAnswers()
  const answer = answers.begin('ada', 'c1')
  assert.ok(answer)
  answer.append('One ')
  const early = textOf(answer.read())
  answer.append('two')
  answer.end()
  assert.equal(await early, 'One two')
  assert.equal(await textOf(answer.read()), 'One two')
})

test('an answer belongs to one person, and a conversation has one at a time', () => {
  const answers = createLiveAnswers()
  const answer = answers.begin('ada', 'c1')
  assert.equal(answers.find('bo', 'c1'), undefined)
  assert.equal(answers.begin('ada', 'c1'), undefined)
  answer?.end()
  assert.ok(answers.begin('ada', 'c1'))
})

test('when the service stops, answers may end by themselves, and what is left is stopped', async () => {
  const answers = createLiveAnswers()
  const quick = answers.begin('ada', 'c1')
  const endless = answers.begin('ada', 'c2')
  endless?.abort.signal.addEventListener('abort', () => endless.end())
  quick?.end()
  await answers.settle(10)
  assert.equal(quick?.abort.signal.aborted, false)
  assert.equal(endless?.abort.signal.reason, 'restart')
})
