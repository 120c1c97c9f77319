import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

test('the example of the README runs as it stands, and prints what it says', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const example = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? ''
  const output = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  })
  const [ports, parts, rules = ''] = output.split('\n')
  assert.equal(ports, '8000, 8001')
  assert.equal(parts, 'base.yml:1 set, test.yml:1 appended')
  assert.match(rules, /ports-override.*two-bindings/)
  for (const printed of [ports, parts]) assert.ok(readme.includes(`\`${printed}\``))
})
