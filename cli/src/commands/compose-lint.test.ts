import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const main = join(import.meta.dirname, '..', 'main.ts')
const root = join(import.meta.dirname, '../../..')
const base = mkdtempSync(join(tmpdir(), 'ichrisbirch-lint-'))
after(() => rmSync(base, { recursive: true, force: true }))

const healthy = 'healthcheck: {test: [CMD, "true"]}'
const trap = {
  'compose.yaml': `name: a\nservices:\n  api:\n    image: x\n    ${healthy}\n    ports: ["1:1"]\n`,
  'compose.override.yaml':
    'name: b\nservices:\n  api:\n    # none in the tests\n    ports:   []\n    container_name: one\n',
}

function write(files: Record<string, string>): string {
  const folder = mkdtempSync(join(base, 'stack-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

function run(cwd: string, ...words: string[]) {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, HOME, NODE_COMPILE_CACHE, NO_COLOR: '1' }
  return spawnSync(process.execPath, [main, 'compose', ...words], { cwd, encoding: 'utf8', env })
}

test('a finding has its place, the line, the reason and the edit, and ends with exit code 1', () => {
  const { status, stdout, stderr } = run(write(trap), 'lint')
  assert.equal(status, 1)
  assert.match(stdout, /^compose\.override\.yaml\n {2}5:14 {2}clears-nothing {2}services\.api\.ports\n/)
  assert.match(stdout, /5 \| {5}ports: {3}\[\]\n +\| {14}\^/)
  assert.match(stdout, /--fix {2}Write ports: !reset \[\]/)
  assert.match(stderr, /2 findings in 1 file\n.*--fix corrects 1; "# lint-ignore/)
  const { findings } = JSON.parse(run(write(trap), 'lint', '--json').stdout) as { findings: Record<string, unknown>[] }
  assert.deepEqual(
    findings.map(({ rule, file, line, fixable }) => [rule, file, line, fixable]),
    [
      ['clears-nothing', 'compose.override.yaml', 5, true],
      ['fixed-identity', 'compose.override.yaml', 6, false],
    ],
  )
})

test('--fix writes only what it corrects, keeps mode and link, leaves nothing behind, and a second time changes nothing', () => {
  const folder = write({ ...trap, 'real.yaml': trap['compose.override.yaml'] })
  rmSync(join(folder, 'compose.override.yaml'))
  symlinkSync('real.yaml', join(folder, 'compose.override.yaml'))
  chmodSync(join(folder, 'real.yaml'), 0o640)
  const before = readdirSync(folder)
  const { status, stderr } = run(folder, 'lint', '--fix')
  assert.equal(status, 1, 'what a person must decide is still there')
  assert.match(stderr, /Corrected compose\.override\.yaml/)
  const expected = trap['compose.override.yaml'].replace('ports:   []', 'ports:   !reset []')
  assert.equal(readFileSync(join(folder, 'real.yaml'), 'utf8'), expected)
  assert.equal(statSync(join(folder, 'real.yaml')).mode & 0o777, 0o640)
  assert.ok(lstatSync(join(folder, 'compose.override.yaml')).isSymbolicLink())
  assert.equal(readFileSync(join(folder, 'compose.yaml'), 'utf8'), trap['compose.yaml'])
  assert.deepEqual(readdirSync(folder), before)
  assert.doesNotMatch(run(folder, 'lint', '--fix').stderr, /Corrected/)
  assert.equal(readFileSync(join(folder, 'real.yaml'), 'utf8'), expected)
})

test('files without a finding end with exit code 0', () => {
  const { status, stdout } = run(write({ 'compose.yaml': trap['compose.yaml'] }), 'lint')
  assert.equal(status, 0)
  assert.match(stdout, /Nothing found in compose\.yaml/)
})

test('our own four environments have no finding', () => {
  const layers = ['docker-compose.yml', 'docker-compose.dev.yml', 'docker-compose.test.yml', 'docker-compose.ci.yml']
  const [prod, dev, testing, ci] = layers as [string, string, string, string]
  for (const files of [
    [prod, '--production'],
    [prod, dev],
    [prod, testing],
    [prod, testing, ci],
  ]) {
    const words = files.flatMap((file) => (file.startsWith('--') ? [file] : ['-f', file]))
    const { status, stdout } = run(root, 'lint', ...words)
    assert.equal(status, 0, stdout)
  }
})

test('a secret in a line that is shown is hidden', () => {
  const { stdout } = run(
    write({
      'compose.yaml': `services:\n  api:\n    image: x\n    ${healthy}\n    environment: ["DB_PASSWORD=hunter22"]\n`,
    }),
    'lint',
  )
  assert.match(stdout, /map-form/)
  assert.doesNotMatch(stdout, /hunter22/)
})

test('the rules can be listed', () => {
  const { status, stdout } = run(base, 'lint', '--rules')
  assert.equal(status, 0)
  assert.match(stdout, /^clears-nothing .*\n.*\(--fix\)$/m)
})

test('two lists of files are compared by service and field, with the layer that is responsible', () => {
  const words = ['diff', '-f', 'compose.yaml', '--against', 'compose.yaml', '--against', 'compose.override.yaml']
  const { status, stdout } = run(write(trap), ...words)
  assert.equal(status, 0)
  assert.match(stdout, /name {2}compose\.override\.yaml:1|name\n/)
  assert.match(stdout, /services\.api\n {2}container_name {2}compose\.override\.yaml:6\n {4}\+ one/)
  const { differences } = JSON.parse(run(write(trap), ...words, '--json').stdout) as { differences: { path: string }[] }
  assert.ok(differences.some(({ path }) => path === 'services.api.container_name'))
})

test('the files as they are are compared with a git revision, settings that git does not keep included', () => {
  const folder = write({ ...trap, '.gitignore': '.env\n', '.env': 'TAG=7\n' })
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.email=a@example.org', '-c', 'user.name=a', ...words], {
      cwd: folder,
      stdio: 'pipe',
    })
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'first')
  assert.match(run(folder, 'diff', 'HEAD').stdout, /The same\./)
  writeFileSync(
    join(folder, 'compose.yaml'),
    trap['compose.yaml'].replace('image: x', 'image: y:${TAG}\n    environment: {A_SECRET: s3cr3t}'),
  )
  const { stdout } = run(folder, 'diff', 'HEAD')
  assert.match(stdout, /image {2}compose\.yaml:4\n {4}- x\n {4}\+ y:7/)
  assert.match(stdout, /\+ \{A_SECRET: \(hidden\)\}/)
  const unknown = run(folder, 'diff', 'nothing')
  assert.equal(unknown.status, 2)
  assert.match(unknown.stderr, /no revision 'nothing'/)
})

test('our environments are compared by name', () => {
  const { status, stdout } = spawnSync(process.execPath, [main, 'dev', 'diff', 'prod'], { encoding: 'utf8' })
  assert.equal(status, 0)
  assert.match(
    stdout,
    /services\.api\n[^]*build\.target {2}docker-compose\.yml:\d+\n {4}- development\n {4}\+ production/,
  )
})
