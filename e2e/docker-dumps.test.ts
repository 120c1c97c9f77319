import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { docker, removeProject, makeCopy, whyNoEngine } from './docker-house.ts'
import { makeHouse, tablesOf } from './dumps.ts'

// A house moves from the local engine into containers and back: the same rows, at every stage.
const skip = whyNoEngine()
if (skip) console.log(`docker-dumps.test.ts is skipped: ${skip}`)

describe('a house that moves between the engines', { skip, timeout: 12 * 60_000 }, () => {
  let copy = ''
  let local: Awaited<ReturnType<typeof makeHouse>>
  let containers: Awaited<ReturnType<typeof makeHouse>>
  before(async () => {
    copy = makeCopy()
    ;[local, containers] = [await makeHouse(copy, 'local'), await makeHouse(copy, 'docker')]
  })
  after(async () => {
    if (!copy) return
    await containers.tool('stop')
    const projects = JSON.parse(docker('compose', 'ls', '--all', '--format', 'json')) as {
      Name: string
      ConfigFiles: string
    }[]
    for (const { Name } of projects.filter(({ ConfigFiles }) => ConfigFiles.startsWith(`${copy}/`))) {
      removeProject(Name)
      spawnSync('docker', ['image', 'rm', '--force', `${Name}:development`], { stdio: 'ignore' })
    }
    rmSync(copy, { recursive: true, force: true })
  })

  it('has the same rows after local → docker → local, and people sign in at each', async () => {
    await local.tool('start')
    await local.tool('db', 'seed', '--tasks', '2000')
    const first = join(copy, 'first.dump')
    await local.tool('db', 'dump', first)
    await local.tool('stop')

    await containers.tool('start', '--wait', '300')
    await containers.tool('db', 'load', first, '--yes')
    assert.equal(await containers.sql('select count(*) from tasks'), '2000')
    const second = join(copy, 'second.dump')
    await containers.tool('db', 'dump', second)
    assert.deepEqual(await tablesOf(second), await tablesOf(first))
    await containers.tool('db', 'verify', second)
    await containers.signIn('seed-1@example.org')
    await containers.tool('db', 'dump', '--format', 'custom', join(copy, 'custom.dump'))
    await containers.tool('stop')

    await local.tool('start')
    await local.tool('db', 'reset', '--yes')
    await local.tool('db', 'load', second, '--yes')
    const third = join(copy, 'third.dump')
    await local.tool('db', 'dump', third)
    await local.tool('stop')
    assert.deepEqual(await tablesOf(third), await tablesOf(first))
  })
})
