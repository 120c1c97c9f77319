import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { projectName } from '../engines/docker/project.ts'
import { composeVariables } from '../engines/docker/setup.ts'
import { environmentNames, stackFor } from '../environments.ts'

const main = join(import.meta.dirname, '..', 'main.ts')
const root = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-compose-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const hasCompose = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0
const skip = hasCompose ? undefined : 'there is no "docker compose" on this machine to compare with'
if (skip) console.log(`part of compose-config.test.ts is skipped: ${skip}`)

type Ran = { status: number | null; stdout: string; stderr: string }

const clean = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DOCKER_CONFIG: process.env.DOCKER_CONFIG,
  NO_COLOR: '1',
  // As the launcher sets it: without it each of the many starts compiles the tool anew.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
}

function run(words: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {}): Ran {
  const { cwd = folder, env = {}, input } = options
  return spawnSync(process.execPath, [main, ...words], { cwd, env: { ...clean, ...env }, encoding: 'utf8', input })
}

function write(files: Record<string, string>): string {
  const place = mkdtempSync(join(folder, 'stack-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true })
    writeFileSync(join(place, name), text)
  }
  return place
}

for (const environment of environmentNames) {
  test(`${environment} config is what docker compose config makes of the same layers`, { skip }, () => {
    const stack = stackFor(environment, root)
    const layers = stack.files.flatMap((file) => ['-f', join(root, file)])
    const real = execFileSync(
      'docker',
      ['compose', '-p', projectName(stack), '--project-directory', root, ...layers, 'config', '--format', 'json'],
      { encoding: 'utf8', env: { ...process.env, ...composeVariables(stack) }, cwd: root },
    )
    const ours = run([environment, 'config', '--format', 'json', '--reveal'], { env: process.env })
    assert.equal(ours.status, 0, ours.stderr)
    assert.deepEqual(JSON.parse(ours.stdout), JSON.parse(real))
  })
}

const stack = (value: string): string =>
  `services: {api: {image: x, environment: {VALUE: "${value}", WHO: "\${WHO:-nobody}"}}}\n`

/** Ways to say which project is meant: what is said, and from which folder. */
const PROJECTS: {
  what: string
  files: Record<string, string>
  words?: string[]
  env?: NodeJS.ProcessEnv
  from?: string
}[] = [
  { what: 'the usual name in this folder', files: { 'compose.yaml': stack('a') } },
  { what: 'with its override', files: { 'docker-compose.yml': stack('a'), 'docker-compose.override.yml': stack('b') } },
  {
    what: 'no override beside -f',
    files: { 'a.yml': stack('a'), 'compose.override.yml': stack('b') },
    words: ['-f', 'a.yml'],
  },
  {
    what: 'a folder above',
    files: { 'compose.yml': stack('a'), 'sub/x': '', '.env': 'WHO=above', 'sub/.env': 'WHO=sub' },
    from: 'sub',
  },
  {
    what: 'COMPOSE_FILE in .env',
    files: { 'a.yml': stack('a'), 'b.yml': stack('b'), '.env': 'COMPOSE_FILE=a.yml:b.yml\nWHO=env' },
  },
  {
    what: 'COMPOSE_FILE in an .env that needs variables of the shell',
    files: { 'a.yml': stack('a'), '.env': 'WHO=${NEEDED:?missing}\nCOMPOSE_FILE=${LAYER}.yml' },
    env: { NEEDED: 'n', LAYER: 'a' },
  },
  { what: 'COMPOSE_FILE in the shell', files: { 'a.yml': stack('a') }, env: { COMPOSE_FILE: 'a.yml' } },
  {
    what: 'a separator of one’s own',
    files: { 'a.yml': stack('a'), 'b.yml': stack('b') },
    env: { COMPOSE_FILE: 'a.yml,b.yml', COMPOSE_PATH_SEPARATOR: ',' },
  },
  {
    what: 'env files, the later over the earlier, the shell over both',
    files: { 'compose.yaml': stack('${X}'), one: 'WHO=1\nX=1', two: 'WHO=2\nX=2', '.env': 'WHO=0' },
    words: ['--env-file', 'one', '--env-file', 'two'],
    env: { X: 'shell' },
  },
  {
    what: 'COMPOSE_ENV_FILES',
    files: { 'compose.yaml': stack('a'), one: 'WHO=1', two: 'WHO=2' },
    env: { COMPOSE_ENV_FILES: 'one,two' },
  },
  {
    what: 'a project in another folder',
    files: { 'p/compose.yaml': stack('a'), 'p/.env': 'WHO=p' },
    words: ['-f', 'p/compose.yaml'],
  },
  {
    what: 'a project directory',
    files: { 'p/compose.yaml': stack('a'), 'p/.env': 'WHO=p' },
    words: ['--project-directory', 'p'],
  },
  {
    what: 'a name of its own',
    files: { 'compose.yaml': stack('a') },
    words: ['-p', 'mine'],
    env: { COMPOSE_PROJECT_NAME: 'other' },
  },
  {
    what: 'a profile',
    files: { 'compose.yaml': 'services: {a: {image: x}, b: {image: y, profiles: [p]}}' },
    words: ['--profile', 'p'],
  },
]

for (const { what, files, words = [], env = {}, from = '.' } of PROJECTS) {
  test(`a project is found as docker compose finds it: ${what}`, { skip }, () => {
    const cwd = join(write(files), from)
    const real = execFileSync('docker', ['compose', ...words, 'config', '--format', 'json'], {
      cwd,
      env: { ...clean, ...env },
      encoding: 'utf8',
    })
    for (const order of [
      ['compose', ...words, 'config'],
      ['compose', 'config', ...words],
    ]) {
      const ours = run([...order, '--json'], { cwd, env })
      assert.equal(ours.status, 0, ours.stderr)
      assert.deepEqual(JSON.parse(ours.stdout), JSON.parse(real))
    }
  })
}

test('the standard input is a file too', () => {
  const { stdout } = run(['compose', 'config', '-f', '-', '--json'], { cwd: write({}), input: stack('a') })
  assert.equal(
    (JSON.parse(stdout) as { services: { api: { environment: { VALUE: string } } } }).services.api.environment.VALUE,
    'a',
  )
})

test('one service can be looked at alone, and an unknown one is wrong usage', () => {
  const cwd = write({ 'compose.yaml': 'services: {api: {image: x}, db: {image: y}}' })
  const { stdout } = run(['compose', 'config', 'api'], { cwd })
  assert.match(stdout, /api:/)
  assert.doesNotMatch(stdout, /db:/)
  const unknown = run(['compose', 'config', 'apo'], { cwd })
  assert.equal(unknown.status, 2)
  assert.match(unknown.stderr, /no service 'apo'[^]*there are: api, db/)
})

test('secrets are hidden unless --reveal is given, wherever their values stand', () => {
  const cwd = write({
    'compose.yaml':
      'services: {api: {image: x, command: "run --password ${DB_PASSWORD} --token=${T_TOKEN}", environment: {DB_PASSWORD: "${DB_PASSWORD}", URL: "postgres://u:${DB_PASSWORD}@h/d", NOTE: "is ${DB_PASSWORD}", apiKey: k}, labels: ["a.secret=sss"]}}',
    '.env': 'DB_PASSWORD=hunter22\nT_TOKEN=tok3n',
  })
  for (const verb of [
    ['config'],
    ['config', '--json'],
    ['config', '--origin'],
    ['explain', 'api'],
    ['explain', 'api.command', '--json'],
  ]) {
    const shown = run(['compose', ...verb], { cwd }).stdout
    assert.ok(shown.length > 50)
    assert.doesNotMatch(shown, /hunter22|tok3n|sss|apiKey: k/, verb.join(' '))
    assert.match(run(['compose', ...verb, '--reveal'], { cwd }).stdout, /hunter22/)
  }
})

test('--origin names the line behind each value, and the output is a compose file still', () => {
  const cwd = write({ 'a.yml': stack('a'), 'b.yml': stack('b$$c') })
  const words = ['-f', 'a.yml', '-f', 'b.yml']
  const { stdout } = run(['compose', 'config', ...words, '--origin'], { cwd })
  assert.match(stdout, /VALUE: b\$\$c +# b\.yml:1 \(replaced\)/)
  const again = run(['compose', 'config', '-f', '-', '--json'], { cwd, input: stdout })
  assert.deepEqual(JSON.parse(again.stdout), JSON.parse(run(['compose', 'config', ...words, '--json'], { cwd }).stdout))
})

const MISTAKES: { what: string; files: Record<string, string>; words: string[]; status: number; says: RegExp }[] = [
  { what: 'no compose file', files: {}, words: ['config'], status: 2, says: /No compose file[^]*Next:.*-f/ },
  {
    what: 'a file that is not there',
    files: {},
    words: ['config', '-f', 'no.yml'],
    status: 1,
    says: /no such file: no\.yml/,
  },
  {
    what: 'a folder',
    files: { 'x/y': '' },
    words: ['config', '-f', 'x'],
    status: 1,
    says: /is a folder[^]*compose\.yaml/,
  },
  {
    what: 'a format that is none',
    files: { 'compose.yaml': stack('a') },
    words: ['config', '--format', 'xml'],
    status: 2,
    says: /no format 'xml'/,
  },
  {
    what: 'what Compose refuses',
    files: { 'compose.yaml': 'services:\n  api:\n    image: x\n    portss: [1]\n' },
    words: ['config'],
    status: 1,
    says: /portss is not allowed[^]*in compose\.yaml:4:5[^]*4 \| {5}portss: \[1\]\n +\| {5}\^[^]*Did you mean ports\?/,
  },
  {
    what: 'a required variable',
    files: { 'compose.yaml': 'services: {api: {image: "${TAG:?which image}"}}' },
    words: ['lint'],
    status: 1,
    says: /TAG is missing a value: which image[^]*Set TAG/,
  },
]

for (const { what, files, words, status, says } of MISTAKES) {
  test(`${what} gets one message with its place, and exit code ${status}`, () => {
    const ran = run(['compose', ...words], { cwd: write(files) })
    assert.equal(ran.status, status, ran.stderr)
    assert.equal(ran.stdout, '')
    assert.match(ran.stderr, says)
    assert.doesNotMatch(ran.stderr, /at .*\.ts:\d+/)
  })
}
