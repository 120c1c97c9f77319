// docs/troubleshooting.md on the local engine: each case is caused on purpose, and the command of the page finds it.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { becomes } from './becomes.ts'
import { copyCheckout } from './checkout.ts'
import { commonCases, TroubledHouse } from './troubled-house.ts'

describe('docs/troubleshooting.md on the local engine', () => {
  const copy = mkdtempSync(join(tmpdir(), 'ichrisbirch-trouble-'))
  let house: TroubledHouse

  before(async () => {
    chmodSync(copy, 0o755) // PostgreSQL, another user than root, passes through it
    copyCheckout(copy)
    house = await TroubledHouse.start(copy, 'dev', 'local')
  })
  after(async () => {
    await house?.tool('stop')
    rmSync(copy, { recursive: true, force: true })
  })

  it('a database that does not answer: status and the doctor say so', async () => {
    const state = JSON.parse(readFileSync(house.state('state.json'), 'utf8')) as {
      services: { name: string; process: { pid: number } | null }[]
    }
    const pid = state.services.find(({ name }) => name === 'postgres')?.process?.pid
    assert(pid)
    process.kill(pid, 'SIGSTOP')
    try {
      await becomes('status says so', async () => (await house.tool('status')).stdout, 'unhealthy')
      assert.match(await house.problems('services', 'database'), /postgres is unhealthy|the database does not answer/)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    const healthy = await house.tool('health', '--wait', '180')
    assert.equal(healthy.code, 0, healthy.stderr)
  })

  commonCases(() => house)
})
