import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { RULES } from '@ichrisbirch/compose/lint/lint'

const main = join(import.meta.dirname, '..', 'main.ts')
const page = join(import.meta.dirname, '../../../docs/compose.md')
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-manual-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const manual = readFileSync(page, 'utf8')
// Each file of the example begins with its name.
for (const [, name = '', text = ''] of manual.matchAll(/```(?:yaml|sh)\n# (\S+)\n([^]*?)```/g)) {
  writeFileSync(join(folder, name), text)
}

function run(words: string[]): string {
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    HOME: '/home/me',
    NO_COLOR: '1',
    COLUMNS: '88',
    COMPOSE_FILE: 'compose.yaml:compose.test.yaml',
  }
  return spawnSync(process.execPath, [main, ...words], { cwd: folder, env, encoding: 'utf8' }).stdout.trimEnd()
}

/** UPDATE_MANUAL=1 writes what the commands print into the page. */
test('the manual shows what the commands print', () => {
  const shown = manual.replace(/```console\n\$ ichrisbirch (.*)\n[^]*?```/g, (_, words: string) => {
    return `\`\`\`console\n$ ichrisbirch ${words}\n${run(words.split(' '))}\n\`\`\``
  })
  if (process.env.UPDATE_MANUAL) writeFileSync(page, shown)
  else assert.equal(shown, manual)
})

test('the manual names only rules that exist', () => {
  const known = new Set(RULES.map(({ name }) => name))
  const table = manual.slice(manual.indexOf('| you write in a later layer'))
  const named = [...table.matchAll(/^\|.*\| ([^|]+) \|$/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name),
  )
  assert.ok(named.length > 20)
  assert.deepEqual(
    named.filter((name) => !known.has(name)),
    [],
  )
})
