import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const main = join(import.meta.dirname, '..', 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-explain-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const service = (body: string): string => `services:\n  api:\n    image: x\n${body.replace(/^/gm, '    ')}\n`
writeFileSync(join(folder, 'compose.yaml'), service('ports: ["8000:8000"]\nvolumes:\n  - ~/.aws:/root/.aws:ro'))
writeFileSync(join(folder, 'compose.override.yaml'), service('ports: !override ["${PORT:-9000}:8000"]\nvolumes: []'))

function run(words: string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env
  return spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME, NODE_COMPILE_CACHE, NO_COLOR: '1', ...env },
  })
}

function fitsOneScreen(text: string): void {
  const lines = text.trimEnd().split('\n')
  assert.ok(lines.length < 23, `${lines.length} lines:\n${text}`)
  for (const line of lines) assert.ok(line.length <= 80, line)
}

test('why our testing API mounts the AWS folder is one screen of a small terminal', () => {
  for (const path of ['api.volumes', 'api.volumes./home/node/.aws']) {
    const { status, stdout, stderr } = run(['testing', 'explain', path], { COLUMNS: '80' })
    assert.equal(status, 0, stderr)
    fitsOneScreen(stdout)
    assert.match(stdout, /\/home\/node\/\.aws/)
    assert.match(stdout, /volumes: (!override )?\[\*aws\]|used at line \d+/)
    assert.match(stdout, /AWS_CONFIG_DIR=\S+\s+from\s+ichrisbirch/)
  }
})

test('why a stranger’s API still mounts it, though the override says volumes: [], is too', () => {
  const whole = run(['compose', 'explain', 'api.volumes'], { COLUMNS: '80' }).stdout
  fitsOneScreen(whole)
  assert.match(whole, /compose\.yaml:6 {2}set\n.*~\/\.aws:\/root\/\.aws:ro\n.*compose\.override\.yaml:5 {2}appended/)
  assert.match(whole, /clears nothing: write !reset \[\]/)
  const entry = run(['compose', 'explain', 'services.api.volumes[/root/.aws]'], { COLUMNS: '80' }).stdout
  fitsOneScreen(entry)
  assert.match(entry, /To be rid of it, write "volumes: !override" in compose\.override\.yaml/)
})

test('variables come with the place that gave them', () => {
  assert.match(run(['compose', 'explain', 'api.ports']).stdout, /PORT is not set: the default "9000" holds/)
  assert.match(run(['compose', 'explain', 'api.ports'], { PORT: '7' }).stdout, /PORT=7 from the shell/)
  writeFileSync(join(folder, '.env'), '# settings\nPORT=8\n')
  assert.match(run(['compose', 'explain', 'api.ports']).stdout, /PORT=8 from \.env:2/)
  writeFileSync(join(folder, 'other.env'), 'PORT=9\n')
  assert.match(run(['compose', 'explain', 'api.ports', '--env-file', 'other.env']).stdout, /PORT=9 from other\.env:1/)
  rmSync(join(folder, '.env'))
})

test('--json has the same facts, and no colour is in what is piped', () => {
  const { parts } = JSON.parse(run(['compose', 'explain', 'api.ports', '--json']).stdout) as {
    parts: { at: { file: string; line: number }; rule: string; variables: { name: string }[] }[]
  }
  assert.deepEqual(
    parts.map(({ at, rule, variables }) => [at.file, at.line, rule, variables.map(({ name }) => name)]),
    [
      ['compose.yaml', 4, 'set', []],
      ['compose.override.yaml', 4, 'replaced by !override', ['PORT']],
    ],
  )
  assert.doesNotMatch(run(['compose', 'explain', 'api'], { NO_COLOR: undefined }).stdout, /\u001b/)
  assert.match(run(['compose', 'explain', 'api'], { NO_COLOR: undefined, FORCE_COLOR: '1' }).stdout, /\u001b/)
})

test('a path that leads nowhere is wrong usage, with the nearest that is there', () => {
  for (const [path, near] of [
    ['apl.image', 'api'],
    ['api.imag', 'image'],
    ['api.healthcheck.intervall', 'interval'],
  ] as const) {
    const { status, stderr } = run(['compose', 'explain', path])
    assert.equal(status, 2, stderr)
    assert.match(stderr, new RegExp(`Did you mean ${near}\\?`))
  }
  const unset = run(['compose', 'explain', 'api.privileged'])
  assert.equal(unset.status, 0)
  assert.match(unset.stdout, /No layer sets privileged/)
})
