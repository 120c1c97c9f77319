import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { copyCheckout } from './checkout.ts'
import { makeHouse } from './dumps.ts'

// A house that people use, dumped, broken and brought back by the command line.
const copy = mkdtempSync(join(tmpdir(), 'ichrisbirch-dumps-'))
copyCheckout(copy)
const house = await makeHouse(copy, 'local')
after(async () => {
  await house.tool('stop')
  rmSync(copy, { recursive: true, force: true })
})
await house.tool('start')

test('seeded, snapshot, changed and restored: everything is as it was, and the API goes on', async () => {
  await house.tool('db', 'seed', '--tasks', '300')
  const name = (await house.tool('db', 'snapshot', 'before')).trim()
  assert.equal(name, 'before')
  const client = await house.signIn('seed-1@example.org')
  await client.createTask({ body: { name: 'written after the snapshot' } })
  assert.equal(await house.sql('select count(*) from tasks'), '301')

  await house.tool('db', 'restore', 'before', '--yes')
  assert.equal(await house.sql('select count(*) from tasks'), '300')
  await (await house.signIn('seed-1@example.org')).createTask({ body: { name: 'and it goes on' } })

  const list = JSON.parse(await house.tool('db', 'list', '--json')) as { name: string; rows: number }[]
  assert.deepEqual(
    list.map(({ name }) => name.replace(/-\d.*/, '')),
    ['before-load', 'before'],
  )
  await house.tool('db', 'verify', list[0]?.name ?? '')
})

test('the house can be emptied and taken back from what was kept', async () => {
  await house.tool('db', 'reset', '--yes')
  assert.equal(await house.sql('select count(*) from users'), '0')
  await house.tool('db', 'restore', '--latest', '--yes')
  assert.equal(await house.sql('select count(*) from tasks'), '301')
})

test('without permission, and for a file that is no dump, nothing is changed', async () => {
  const [, asked, code] = await house.begin('db', 'reset').ended
  assert.equal(code, 2)
  assert.match(asked, /db reset --yes/)
  const [, refused] = await house.begin('db', 'load', join(copy, 'README.md'), '--yes').ended
  assert.match(refused, /no dump of ichrisbirch[^]*Next:/)
  assert.equal(await house.sql('select count(*) from tasks'), '301')
})

test('Ctrl-C during a dump leaves no file, and a whole one is readable by its owner alone', async () => {
  await house.tool('db', 'seed', '--tasks', '60000', '--seed', '2')
  const path = join(copy, 'interrupted.dump')
  const { child, ended } = house.begin('db', 'dump', path)
  child.stderr.once('data', () => child.kill('SIGINT'))
  const [, said, code] = await ended
  if (code !== 0) {
    assert.equal(code, 130, said)
    assert.ok(!existsSync(path))
  }
  await house.tool('db', 'dump', path, '--force')
  assert.equal(statSync(path).mode & 0o777, 0o600)
})
