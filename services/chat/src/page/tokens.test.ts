import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

test('the chat has the colours and sizes of the app', () => {
  const [own, app] = ['./tokens.css', '../../../app/app/styles/tokens.css'].map((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  )
  const step = 'Change services/app/app/styles/tokens.css, then copy it to services/chat/src/page/tokens.css.'
  assert.equal(own === app, true, step)
})
