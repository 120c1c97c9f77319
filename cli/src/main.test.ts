import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const main = join(import.meta.dirname, 'main.ts')
const run = (...words: string[]) =>
  spawnSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  })

const mistakes: [what: string, words: string[], message: RegExp, next: RegExp][] = [
  ['an unknown environment', ['devv', 'start'], /unknown command 'devv'/, /Did you mean dev\?/],
  ['an unknown verb', ['dev', 'strat'], /unknown command 'strat'/, /Did you mean start\?/],
  ['an unknown option', ['dev', 'start', '--enigne', 'local'], /unknown option '--enigne'/, /--engine/],
  [
    'an unknown engine',
    ['dev', 'status', '--engine', 'podman'],
    /no engine 'podman'/,
    /--engine docker or --engine local/,
  ],
  ['no verb', ['dev'], /A command is missing/, /--help/],
  [
    'a deadline that is no number',
    ['dev', 'start', '--engine', 'local', '--wait', 'long'],
    /'long' is no number/,
    /--wait 180/,
  ],
  [
    'a test file that is not there',
    ['test', 'run', 'nowhere.test.ts'],
    /no file or folder nowhere.test.ts/,
    /test file/,
  ],
  [
    'a time that is none',
    ['testing', 'logs', '--engine', 'local', '--since', 'lately'],
    /'lately' is no time/,
    /--since 10m/,
  ],
]

for (const [what, words, message, next] of mistakes) {
  test(`${what} gets one message with a next step, and exit code 2`, () => {
    const { status, stdout, stderr } = run(...words)
    assert.equal(status, 2, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, /^Error: /)
    assert.equal(stderr.match(/^Error: /gm)?.length, 1)
    assert.match(stderr, message)
    assert.match(stderr.split('Next:')[1] ?? '', next)
  })
}

test('with --json a mistake is JSON too', () => {
  const { status, stderr } = run('dev', 'status', '--engine', 'podman', '--json')
  assert.equal(status, 2)
  assert.match((JSON.parse(stderr) as { error: { message: string } }).error.message, /podman/)
})

test('help and version are on stdout, with exit code 0', () => {
  assert.match(run('--help').stdout, /dev start/)
  assert.match(run('--version').stdout, /^\d+\.\d+\.\d+\n$/)
  assert.equal(run('dev', 'start', '--help').status, 0)
})

test('config shows no secret', () => {
  const { status, stdout, stderr } = run('prod', 'config', '--json')
  assert.equal(status, 0, stderr)
  const model = JSON.parse(stdout) as { services: { api: { environment: Record<string, string> } } }
  assert.equal(model.services.api.environment.AUTH_SECRET_FILE, '/run/secrets/auth_secret')
})

test('health of an environment that is not running is exit code 1, and says how to start it', () => {
  const { status, stderr } = run('prod', 'health', '--engine', 'local')
  assert.equal(status, 1)
  assert.match(stderr, /prod is not running/)
  assert.match(stderr, /prod start/)
})

test('options behind the command of exec belong to the command, those before the service to the tool', () => {
  for (const verb of ['exec', 'run']) {
    const { status, stderr } = run('prod', verb, '--engine', 'local', 'api', 'node', '-e', '1', '--json')
    assert.equal(status, 1, stderr)
    assert.match(stderr, /prod is not running/)
  }
})

test('a reader that goes away ends a command in order, and is no fault', async () => {
  // The tool is still printing when its reader goes, and would otherwise wait for a house that is not there.
  const command = `"${process.execPath}" "${main}" prod health --engine local --wait 60 2>&1 | head -n 1; echo "\${PIPESTATUS[0]}"`
  const { stdout } = spawnSync('bash', ['-c', command], { encoding: 'utf8', timeout: 30_000 })
  assert.equal(stdout.trim().split('\n').at(-1), '0', stdout)
})

test('an output that finds no room is told once, and is a failure', async (context) => {
  if (!existsSync('/dev/full')) return context.skip('this system has no /dev/full')
  const command = `"${process.execPath}" "${main}" completion bash > /dev/full`
  const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
  assert.equal(status, 1)
  assert.match(stderr, /^Error: The disk is full\n[^]*Next: /)
  assert.equal(stderr.match(/Error:/g)?.length, 1)
})
