import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { processesOf, testHouse } from '../../../test-fixtures/house/stack.ts'
import { asFailure, describeFailure } from '../../failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-files-'))
after(() => rmSync(folder, { recursive: true }))

const relative = (file: string) => join('../'.repeat(20), file)

async function startWith(text: string | undefined): Promise<string> {
  const file = join(folder, 'docker-compose.yml')
  rmSync(file, { force: true })
  if (text !== undefined) writeFileSync(file, text)
  const house = await testHouse({ files: [relative(file)] })
  try {
    await house.engine.start(house.options)
  } catch (error) {
    assert.deepEqual(processesOf(house.stack.stateDirectory), [])
    return describeFailure(asFailure(error))
  } finally {
    await house.remove()
  }
  throw new Error('it started')
}

test('broken YAML is named with its file and line', async () => {
  const message = await startWith('services:\n  web:\n    image: [unclosed\n')
  assert.match(message, /docker-compose\.yml:\d+/)
  assert.match(message, /Next: /)
})

test('a missing compose file is named', async () => {
  const message = await startWith(undefined)
  assert.match(message, /docker-compose\.yml/)
  assert.match(message, /Next: /)
})

test('a word that Compose does not know is named with its file and line', async () => {
  const message = await startWith('services:\n  web:\n    imagee: nginx\n')
  assert.match(message, /imagee/)
  assert.match(message, /docker-compose\.yml:3/)
})

test('a full disk is named, and nothing is left running', async (context) => {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
  if (mounted.status !== 0) return context.skip('only root can make a full disk')
  const house = await testHouse({ stateDirectory: join(disk, 'state') })
  try {
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`], { stdio: 'ignore' })
    await assert.rejects(house.engine.start(house.options), (error) => {
      assert.match(describeFailure(asFailure(error)), /The disk is full/)
      return true
    })
    assert.deepEqual(processesOf(house.stack.stateDirectory), [])
  } finally {
    spawnSync('/bin/umount', [disk])
    await house.remove()
  }
})
