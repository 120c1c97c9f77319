import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { ConfigError, readConfig } from './config.ts'

const shape = { PORT: z.coerce.number().int(), SECRET: z.string().min(8), URL: z.url() }

test('a value may come from the file that NAME_FILE names, without its line end', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'secret')
  writeFileSync(file, 'from a file\n')
  const config = readConfig(shape, { PORT: '80', SECRET_FILE: file, URL: 'http://api:8000' })
  assert.deepEqual(config, { PORT: 80, SECRET: 'from a file', URL: 'http://api:8000' })
})

test('all faults are told at once, by name, and no value is', () => {
  const read = () => readConfig(shape, { PORT: 'eighty', SECRET: 'hunter2', URL: '' })
  assert.throws(read, (error: unknown) => {
    assert(error instanceof ConfigError)
    assert.equal(error.faults.length, 3)
    assert.match(error.message, /PORT is wrong[\s\S]*SECRET is wrong[\s\S]*URL is missing/)
    assert(!error.message.includes('hunter2'))
    return true
  })
})

test('a secret file that cannot be read is told by its path', () => {
  assert.throws(
    () => readConfig(shape, { PORT: '80', SECRET_FILE: '/nowhere/secret', URL: 'http://x' }),
    /SECRET_FILE names \/nowhere\/secret, which cannot be read \(ENOENT\)/,
  )
})
