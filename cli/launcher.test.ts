import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { until } from './test-fixtures/until.ts'

// The launcher in a small checkout of its own, with programs of ours in the place of node and npm: what it decides and
// says is looked at here; that the real npm installs the real packages is seen by whoever clones the repository.
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-launcher-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const systemPath = '/usr/bin:/bin'

type Programs = { node?: string | null; npm?: string | null }
let number = 0

/** A checkout with a lock file and nothing installed; `npm` makes what npm ci would make. */
function checkout({ node = '24.21.0', npm = 'sleep 0.1' }: Programs = {}) {
  const root = join(folder, `checkout-${++number}`)
  const bin = join(root, '../bin', String(number))
  mkdirSync(join(root, 'cli/src'), { recursive: true })
  mkdirSync(bin, { recursive: true })
  copyFileSync(join(import.meta.dirname, 'ichrisbirch'), join(root, 'cli/ichrisbirch'))
  writeFileSync(join(root, 'package-lock.json'), '{"lockfileVersion": 3}')
  for (const tool of [
    'sh',
    'cat',
    'cp',
    'rm',
    'mv',
    'mkdir',
    'sleep',
    'grep',
    'tail',
    'tr',
    'cmp',
    'id',
    'readlink',
    'kill',
    'touch',
    'echo',
  ]) {
    const path = systemPath
      .split(':')
      .map((place) => join(place, tool))
      .find((place) => existsSync(place))
    if (path) symlinkSync(path, join(bin, tool))
  }
  if (node) program(join(bin, 'node'), fakeNode(node))
  if (npm)
    program(
      join(bin, 'npm'),
      `echo "npm $*" >>'${root}/npm-calls'; ${npm}; mkdir -p node_modules/.bin; cp '${bin}/bundled' node_modules/.bin/node; touch node_modules/.package-lock.json`,
    )
  program(join(bin, 'bundled'), fakeNode('24.21.0'))
  const launcher = join(root, 'cli/ichrisbirch')
  const run = (...words: string[]) => spawnSync(launcher, words, { encoding: 'utf8', env: { PATH: bin }, cwd: '/' })
  const installs = () =>
    existsSync(join(root, 'npm-calls')) ? readFileSync(join(root, 'npm-calls'), 'utf8').trim().split('\n') : []
  return { root, bin, launcher, run, installs }
}

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

function fakeNode(version: string): string {
  const major = version.split('.')[0]
  return `case $1 in --version) echo v${version} ;; -p) echo ${major} ;; *) echo "${version} ran $*" ;; esac`
}

suite('the launcher', () => {
  test('installs on first use, says so, and starts at once after that', () => {
    const { run, installs, root } = checkout()
    const first = run('dev', 'start')
    assert.equal(first.status, 0, first.stderr)
    assert.equal(first.stdout, `24.21.0 ran ${root}/cli/src/main.ts dev start\n`)
    assert.match(first.stderr, /Installing Node.js 24 and the packages/)
    assert.match(first.stderr, /Installed in \d+ s/)
    assert.deepEqual(installs(), ['npm ci --loglevel=error --no-progress'])
    const second = run('dev', 'status')
    assert.equal(second.stderr, '')
    assert.equal(installs().length, 1)
  })

  test('is the same through a link, from another folder', () => {
    const { launcher, root, bin } = checkout()
    const link = join(bin, 'house')
    symlinkSync(launcher, link)
    const { stdout } = spawnSync('house', ['--help'], { encoding: 'utf8', env: { PATH: bin }, cwd: '/' })
    assert.equal(stdout, `24.21.0 ran ${root}/cli/src/main.ts --help\n`)
  })

  test('brings the packages up to date when the lock file has changed, without emptying them', () => {
    const { run, installs, root } = checkout()
    run()
    utimesSync(join(root, 'package-lock.json'), new Date(), new Date(Date.now() + 5000))
    run()
    assert.equal(installs().length, 1, 'touched, but not changed')
    writeFileSync(join(root, 'package-lock.json'), '{"lockfileVersion": 3, "packages": {}}')
    utimesSync(join(root, 'package-lock.json'), new Date(), new Date(Date.now() + 5000))
    run()
    assert.deepEqual(installs().slice(1), ['npm install --no-save --loglevel=error --no-progress'])
  })

  test('installs once when two first uses come at once', async () => {
    const { launcher, bin, installs } = checkout({ npm: 'sleep 1' })
    const codes = await Promise.all(
      [1, 2].map(() => new Promise((resolve) => spawn(launcher, ['x'], { env: { PATH: bin } }).once('close', resolve))),
    )
    assert.deepEqual(codes, [0, 0])
    assert.equal(installs().length, 1)
  })

  test('takes over from a first use that was killed', async () => {
    const { launcher, bin, root, run, installs } = checkout({ npm: 'sleep 1' })
    const killed = spawn(launcher, ['x'], { env: { PATH: bin } })
    await until(() => existsSync(join(root, '.ichrisbirch/install.lock/npm')) && installs().length === 1)
    killed.kill('SIGKILL')
    await new Promise((resolve) => killed.once('exit', resolve))
    const { status, stderr } = run('dev')
    assert.equal(status, 0, stderr)
    assert.ok(!existsSync(join(root, '.ichrisbirch/install.lock')))
  })

  test('uses the system’s own Node 24 where none is bundled for the platform', () => {
    const { run } = checkout({ npm: 'true; mkdir -p node_modules; touch node_modules/.package-lock.json; exit 0' })
    assert.match(run('dev').stdout, /^24.21.0 ran/)
  })

  const refusals: [what: string, programs: Programs, message: RegExp, next: RegExp][] = [
    ['no Node', { node: null }, /Node.js was not found/, /install Node.js 20 or newer/],
    ['a Node that is too old', { node: '18.20.0' }, /Node.js v18.20.0 is too old/, /install Node.js 20 or newer/],
    ['no npm', { npm: null }, /npm was not found/, /install npm/],
    ['npm out of disk', { npm: 'echo "npm error code ENOSPC"; exit 1' }, /The disk is full/, /free 700 MB/],
    [
      'npm without a network',
      { npm: 'echo "npm error code ENOTFOUND"; exit 1' },
      /could not be installed/,
      /check the network/,
    ],
    [
      'Node 20 and none bundled',
      { node: '20.1.0', npm: 'mkdir -p node_modules; touch node_modules/.package-lock.json; exit 0' },
      /Node.js v20.1.0 is too old/,
      /install Node.js 24/,
    ],
  ]
  for (const [what, programs, message, next] of refusals) {
    test(`says one clear thing about ${what}, and ends with 1`, () => {
      const { status, stderr, stdout } = checkout(programs).run('dev', 'start')
      assert.equal(status, 1, stderr)
      assert.equal(stdout, '')
      assert.equal(stderr.match(/^Error: /gm)?.length, 1, stderr)
      assert.match(stderr, message)
      assert.match(stderr.split('Next:')[1] ?? '', next)
    })
  }

  test('says that a checkout is read-only', (context) => {
    const { root, run, installs } = checkout()
    chmodSync(root, 0o555)
    if (process.getuid?.() === 0) {
      const mounted =
        spawnSync('mount', ['--bind', '-o', 'ro', root, root]).status === 0 &&
        spawnSync('mount', ['-o', 'remount,ro,bind', root]).status === 0
      if (!mounted) return context.skip('root writes everywhere, and may not mount here')
    }
    try {
      const { status, stderr } = run('dev')
      assert.equal(status, 1)
      assert.match(stderr, /The checkout cannot be written/)
      assert.deepEqual(installs(), [])
    } finally {
      spawnSync('umount', [root])
      chmodSync(root, 0o755)
    }
  })
})
