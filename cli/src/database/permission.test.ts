import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { createContext } from '../context.ts'
import { stackFor } from '../environments.ts'
import type { Failure } from '../failure.ts'
import { permit } from './permission.ts'

const root = join(import.meta.dirname, '../../..')
const context = createContext({ signal: new AbortController().signal, handOver: () => () => {} })
const plan = { what: 'Everything in it will be replaced.', command: 'load house.dump' }

test('development is replaced with --yes, and not without it where nobody can be asked', async () => {
  const dev = stackFor('dev', root)
  await permit(dev, { yes: true }, plan, context)
  await assert.rejects(permit(dev, {}, plan, context), (failure: Failure) => {
    assert.equal(failure.suggestion, './cli/ichrisbirch dev db load house.dump --yes')
    return failure.exitCode === 2
  })
})

test('production is replaced when its name is typed: --yes is not enough, nor another name', async () => {
  const prod = stackFor('prod', root)
  await permit(prod, { confirm: 'prod' }, plan, context)
  for (const flags of [{}, { yes: true }, { yes: true, confirm: 'dev' }]) {
    await assert.rejects(permit(prod, flags, plan, context), (failure: Failure) => {
      assert.match(failure.suggestion ?? '', /--confirm prod/)
      return failure.exitCode === 2
    })
  }
})

test('production is never seeded', () => {
  const main = join(root, 'cli/src/main.ts')
  const { status, stderr } = spawnSync(process.execPath, [main, 'prod', 'db', 'seed'], { encoding: 'utf8' })
  assert.equal(status, 2)
  assert.match(stderr, /never seeded/)
})
