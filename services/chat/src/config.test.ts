import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readChatConfig } from './config.ts'

const house = {
  ENVIRONMENT: 'testing',
  PORT: '8505',
  API_URL: 'http://api:8000',
  APP_ORIGIN: 'https://app.test.localhost:8443/',
  CHAT_ORIGIN: 'https://chat.test.localhost:8443',
}

test('without a model, or with empty variables, the offline assistant answers', () => {
  assert.equal(readChatConfig(house).model, undefined)
  assert.equal(
    readChatConfig({ ...house, CHAT_MODEL_URL: '', CHAT_MODEL: '', CHAT_MODEL_KEY_FILE: '' }).model,
    undefined,
  )
  assert.equal(readChatConfig(house).APP_ORIGIN, 'https://app.test.localhost:8443')
})

test('a model may have an empty key file, as one on the same machine does', () => {
  const model = { CHAT_MODEL_URL: 'http://localhost:11434/v1', CHAT_MODEL: 'small', CHAT_MODEL_KEY_FILE: '/dev/null' }
  assert.deepEqual(readChatConfig({ ...house, ...model }).model, {
    url: 'http://localhost:11434/v1',
    name: 'small',
    key: undefined,
  })
})

test('half a model is refused, naming the other half', () => {
  assert.throws(
    () => readChatConfig({ ...house, CHAT_MODEL_URL: 'http://localhost:11434/v1' }),
    /CHAT_MODEL is missing/,
  )
  assert.throws(() => readChatConfig({ ...house, CHAT_MODEL: 'small' }), /CHAT_MODEL_URL is missing/)
})
