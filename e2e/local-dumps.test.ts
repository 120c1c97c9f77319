import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { copyCheckout, withoutPages } from './checkout.ts'
import { makeHouse } from './dumps.ts'

// A house that people use, dumped, broken and brought back by the command line.
const copy = mkdtempSync(join(tmpdir(), 'ichrisbirch-dumps-'))
copyCheckout(copy)
withoutPages(copy)
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
  await house.tool('db', 'seed', '--tasks', '20000', '--seed', '2')
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

test('a full disk is told with a next step, and nothing is left on it, whoever writes there', async (context) => {
  const disk = join(copy, 'disk')
  mkdirSync(disk)
  if (spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status !== 0)
    return context.skip('only root can make a full disk')
  try {
    const path = join(disk, 'house.dump')
    for (const words of [
      ['db', 'dump', path],
      ['db', 'dump', path, '--format', 'custom'],
    ]) {
      const [, said, code] = await house.begin(...words).ended
      assert.equal(code, 1, said)
      if (/There is no pg_dump/.test(said)) continue // none on this machine
      assert.match(said, /The disk is full|No space left on device/)
      assert.match(said, /Next:/)
      assert.deepEqual(readdirSync(disk), [])
    }
    const script = 'exec "$0" dev db dump - > /dev/full'
    const { status, stderr } = spawnSync('sh', ['-c', script, join(copy, 'cli/ichrisbirch')], {
      env: house.env,
      encoding: 'utf8',
    })
    assert.equal(status, 1)
    assert.match(stderr, /The disk is full[^]*Next:/)
  } finally {
    spawnSync('/bin/umount', [disk])
  }
})

test('a load whose restore point finds no room changes nothing', async (context) => {
  const path = join(copy, 'interrupted.dump')
  const snapshots = join(copy, '.ichrisbirch/dev/snapshots')
  if (spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', snapshots]).status !== 0)
    return context.skip('only root can make a full disk')
  try {
    const before = await house.sql('select count(*) from tasks')
    const [, said, code] = await house.begin('db', 'load', path, '--yes').ended
    assert.equal(code, 1, said)
    assert.match(said, /The disk is full/)
    assert.equal(await house.sql('select count(*) from tasks'), before)
    assert.deepEqual(readdirSync(snapshots), [])
  } finally {
    spawnSync('/bin/umount', [snapshots])
  }
})

test('one changed byte anywhere is found by verify, and refused by load before it asks', async () => {
  const path = join(copy, 'interrupted.dump')
  const bad = join(copy, 'bad.dump')
  const bytes = readFileSync(path)
  for (const at of [0, 40, Math.floor(bytes.length / 2), bytes.length - 3]) {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at)
    writeFileSync(bad, bytes)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at)
    const words = at === 40 ? ['load', bad] : ['verify', bad]
    const [, said, code] = await house.begin('db', ...words).ended
    assert.equal(code, 1, `byte ${at}: ${said}`)
    assert.match(said, /(damaged|cut off|no dump of ichrisbirch)[^]*Next:/, `byte ${at}`)
  }
})

test('a load that is interrupted at any moment leaves the house, and the next one nothing beside it', async () => {
  const path = join(copy, 'interrupted.dump')
  await house.tool('db', 'snapshot', 'steady')
  const rows = () => house.sql("select string_agg(id::text, ',' order by id) from users")
  const before = await rows()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const { child, ended } = house.begin('db', 'load', path, '--yes')
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const moment = signal === 'SIGINT' ? /The house as it was/ : /tasks|comparing|indexes/
    while (child.exitCode === null && !moment.test(said)) await new Promise((done) => setTimeout(done, 5))
    child.kill(signal)
    const [, , code] = await ended
    if (code === 0) await house.tool('db', 'restore', 'steady', '--yes')
    else assert.equal(code, 130, said)
    assert.equal(await rows(), before)
  }
  const databases = "select count(*) from pg_database where datname like 'ichrisbirch\\_%'"
  assert.equal(await house.sql(databases), '0')
})
