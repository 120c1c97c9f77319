import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { quietOptions } from '../../../test-fixtures/house/stack.ts'
import { stackFor } from '../../environments.ts'
import type { Failure } from '../../failure.ts'
import { buildPages, rebuildPages } from './build.ts'

// A checkout with one service whose pages are a copy of its source.
const root = mkdtempSync(join(tmpdir(), 'ichrisbirch-build-'))
after(() => rmSync(root, { recursive: true }))
const site = join(root, 'services/site')
for (const folder of ['packages/contract', 'packages/runtime', 'services/site'])
  mkdirSync(join(root, folder), { recursive: true })
writeFileSync(join(root, 'package.json'), JSON.stringify({ workspaces: ['services/*'] }))
writeFileSync(join(root, 'package-lock.json'), '{}')
const build =
  'sh -c \'grep -q broken page && echo no such luck && exit 3; mkdir -p "$BUILD_DIRECTORY" && cp page "$BUILD_DIRECTORY"\''
writeFileSync(join(site, 'package.json'), JSON.stringify({ name: 'site', scripts: { build } }))

const stack = stackFor('testing', root)
const options = quietOptions([])
const served = () => readFileSync(join(site, 'build/page'), 'utf8')
const write = (text: string) => writeFileSync(join(site, 'page'), text)

suite('pages', () => {
  test('are built when their sources have changed, and otherwise left alone', async () => {
    write('the first')
    await buildPages(stack, options)
    assert.equal(served(), 'the first')
    writeFileSync(join(site, 'build/page'), 'the burst') // as long as before: only a build would write it anew
    await buildPages(stack, options)
    assert.equal(served(), 'the burst')
    write('the second')
    await buildPages(stack, options)
    assert.equal(served(), 'the second')
  })

  test('stay as they are when the new ones cannot be built', async () => {
    write('broken')
    await assert.rejects(rebuildPages(stack, ['site'], options), (failure: Failure) => {
      assert.equal(failure.message, 'The pages of site could not be built')
      assert.deepEqual(failure.details, ['no such luck'])
      return true
    })
    assert.equal(served(), 'the second')
  })

  test('are taken back when what serves them is not healthy, and let go when it is', async () => {
    write('the third')
    const third = await rebuildPages(stack, ['site'], options)
    assert.equal(served(), 'the third')
    assert.equal(third.goBack(), true)
    assert.equal(served(), 'the second')
    const again = await rebuildPages(stack, ['site'], options)
    again.keep()
    assert.equal(served(), 'the third')
    assert.deepEqual([existsSync(join(site, 'build.previous')), existsSync(join(site, 'build.new'))], [false, false])
  })
})
