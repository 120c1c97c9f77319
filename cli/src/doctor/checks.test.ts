import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { until } from '../../test-fixtures/until.ts'
import { makeCertificate } from '../certificates/make.ts'
import type { Context } from '../context.ts'
import { credentialsFile } from '../data/credentials.ts'
import type { Engine } from '../engines/engine.ts'
import { renderStack } from '../engines/local/prepare.ts'
import { rememberPorts } from '../engines/ports.ts'
import { type EnvironmentName, stackFor } from '../environments.ts'
import { freePort } from '../ports.ts'
import { markOf, processMark } from '../processes.ts'
import { checkAbandoned } from './abandoned.ts'
import { checkBackups } from './backups.ts'
import { checkCertificates } from './certificates.ts'
import type { Finding, Scene } from './check.ts'
import { checkCredentials } from './credentials.ts'
import { checkDocker, composeFinding } from './docker.ts'
import { checkHostNames } from './host-names.ts'
import { checkLayers } from './layers.ts'
import { checkLeftovers } from './leftovers.ts'
import { checkClock, checkDisk, checkMemory } from './machine.ts'
import { checkNode } from './node.ts'
import { checkPorts } from './ports.ts'
import { makeRedact } from './redact.ts'
import { checkSecretFiles } from './secrets.ts'
import { checkVolumes } from './volumes.ts'

// Everything below is a checkout of its own, with the house's real compose files: problems are made in it on purpose.
const root = mkdtempSync(join(tmpdir(), 'ichrisbirch-doctor-'))
after(() => rmSync(root, { recursive: true, force: true }))
const house = join(import.meta.dirname, '../../..')
process.env.XDG_CONFIG_HOME = join(root, 'config')
process.env.ICHRISBIRCH_ENGINE = 'local'

const context = {
  root,
  signal: new AbortController().signal,
  progress: { say: () => {}, show: () => {}, end: () => {}, allow: () => {} } as Context['progress'],
  print: () => {},
} as unknown as Context

async function scene(name: EnvironmentName, engine: 'docker' | 'local' = 'local'): Promise<Scene> {
  const stack = stackFor(name, root)
  const rendered = await renderStack({ ...stack, root: house })
  return {
    stack,
    model: rendered,
    engine: { name: engine, status: async () => [] } as unknown as Engine,
    signal: context.signal,
  }
}

function write(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(join(root, path)), { recursive: true, mode: 0o700 })
  writeFileSync(join(root, path), text, { mode })
}

const problems = (findings: Finding[]) => findings.filter(({ state }) => state === 'problem')
const only = (findings: Finding[]): Finding => {
  const [first, ...others] = problems(findings)
  assert.equal(others.length, 0, others.map(({ text }) => text).join('; '))
  assert(first, `no problem was found: ${findings.map(({ text }) => text).join('; ')}`)
  return first
}

test('an old Node and packages of another lock file are found', () => {
  write('package-lock.json', '{}')
  assert.match(problems(checkNode(root, '22.4.1'))[0]?.text ?? '', /22\.4\.1 is too old/)
  assert.match(only(checkNode(root)).text, /not installed/)
  write('node_modules/.package-lock.json', '{}')
  utimesSync(join(root, 'node_modules/.package-lock.json'), new Date(0), new Date(0))
  assert.match(only(checkNode(root)).fix ?? '', /npm install/)
  write('node_modules/.ichrisbirch-installed.json', '{}')
  assert.deepEqual(problems(checkNode(root)), [])
})

test('a Compose that is too old or not there is found', () => {
  assert.match(composeFinding('2.20.3').text, /too old: the layers need 2\.24\.4/)
  assert.equal(composeFinding(undefined).state, 'problem')
  assert.equal(composeFinding('2.24.4').state, 'ok')
})

test('an engine that does not answer is found, with the way to start it', async () => {
  const before = process.env.DOCKER_HOST
  process.env.DOCKER_HOST = `unix://${join(root, 'no-engine.sock')}`
  try {
    const findings = await checkDocker()
    if (findings[0]?.text.includes('not installed')) return console.log('Left out in part: there is no docker program')
    assert.match(only(findings).text, /does not answer/)
    assert.match(only(findings).fix ?? '', /systemctl start docker/)
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST
    else process.env.DOCKER_HOST = before
  }
})

test('a full disk and a full memory are found', () => {
  assert.match(only(checkDisk(root, Number.MAX_VALUE)).text, /GB of disk are free/)
  assert.match(only(checkMemory(Number.MAX_VALUE)).text, /GB of memory/)
})

test('a clock that is behind the files is found', () => {
  write('package-lock.json', '{}')
  mkdirSync(join(root, '.ichrisbirch'), { recursive: true })
  assert.match(only(checkClock(root, () => Date.now() - 86_400_000)).text, /the clock is behind/)
  assert.match(only(checkClock(root, () => Date.now() + 60_000)).text, /s apart/)
})

test('what killed runs have left is found and can be removed', async () => {
  const dead = { pid: 2 ** 22, start: '1' }
  write('.ichrisbirch/test-abc123/owner.json', JSON.stringify({ ...dead, isKept: false }))
  write('.ichrisbirch/dev/command.lock', JSON.stringify({ ...dead, purpose: 'dev start' }))
  write(`.ichrisbirch/dev/snapshots/.house.dump.${dead.pid}.partial`, 'half')
  write(`.ichrisbirch/dev/snapshots/.other.dump.${process.pid}.partial`, 'at work')
  const { stateDirectory } = stackFor('testing', root)
  const orphan = spawn('sleep', ['300'], {
    env: { PATH: process.env.PATH, [processMark]: markOf(stateDirectory, 'api') },
  })
  await until(async () => problems(checkLeftovers(context)).length === 4)
  const found = problems(checkLeftovers(context))
  assert.match(found.map(({ text }) => text).join('\n'), /test-abc123[^]*api \(\d+\)[^]*command\.lock[^]*\.house\.dump/)
  for (const { repair } of found) await repair?.()
  assert.deepEqual(problems(checkLeftovers(context)), [])
  assert(!existsSync(join(root, '.ichrisbirch/test-abc123')))
  assert(existsSync(join(root, `.ichrisbirch/dev/snapshots/.other.dump.${process.pid}.partial`)))
  await until(async () => orphan.signalCode !== null)
})

test('containers of a checkout that is gone are found, with the command that removes them', async () => {
  const image = spawnSync('docker', ['images', '-q'], { encoding: 'utf8' }).stdout?.split('\n')[0]
  if (!image) return console.log('Left out: there is no Docker engine with an image on this machine')
  const project = `ichrisbirch-gone-${process.pid}`
  const labels = [`project=${project}`, `project.working_dir=${join(root, 'no-such-checkout')}`]
  const flags = labels.flatMap((text) => ['--label', `com.docker.compose.${text}`])
  const { stdout: id } = spawnSync('docker', ['create', ...flags, image, 'true'], { encoding: 'utf8' })
  try {
    const found = problems(await checkAbandoned()).filter(({ text }) => text.includes(project))
    assert.equal(found[0]?.fix, `docker compose -p ${project} down`)
  } finally {
    spawnSync('docker', ['rm', '--force', id.trim()])
  }
})

test('a compose file with a mistake is found with its line', async () => {
  for (const name of ['docker-compose.yml', 'docker-compose.dev.yml'])
    write(name, name.includes('dev') ? 'services: {}\n' : 'services:\n  api:\n    image: x\n    portz: []\n')
  const stack = stackFor('dev', root)
  const model = await renderStack(stack).catch((error: Error) => error)
  const { text, fix } = only(await checkLayers({ ...(await scene('dev')), model }))
  assert.match(text, /portz/)
  assert.match(text, /docker-compose\.yml:4/)
  assert(fix)
  rmSync(join(root, 'docker-compose.yml'))
  rmSync(join(root, 'docker-compose.dev.yml'))
})

test('production on Docker without a DOMAIN is found', async () => {
  assert.match(only(await checkLayers(await scene('prod', 'docker'))).text, /DOMAIN/)
  assert.deepEqual(problems(await checkLayers(await scene('prod', 'local'))), [])
})

test('a port that somebody else listens on is found, with the process', async () => {
  const port = await freePort()
  const server = createServer().listen(port, '127.0.0.1')
  await until(async () => server.listening)
  const look = await scene('dev')
  rememberPorts(look.stack, { offset: 0, variables: { API_PORT: port }, internal: {} })
  const { text, fix } = only(await checkPorts({ ...look, model: new Error('not rendered') }))
  assert.match(text, new RegExp(`port ${port} \\(API_PORT\\) is taken by process ${process.pid}`))
  assert.match(fix ?? '', new RegExp(`kill ${process.pid}, or API_PORT=`))
  await new Promise((resolve) => server.close(resolve))
  assert.deepEqual(problems(await checkPorts({ ...look, model: new Error('not rendered') })), [])
})

test('secrets that are missing, weak, shared or open are found', async () => {
  const look = await scene('dev')
  const strong = (n: number) => `abcdefghijklmnopqrstuvwxyz-0123456789-${n}-ABC`
  const names = Object.keys((look.model as { secrets: object }).secrets)
  for (const [index, name] of names.entries()) write(`.ichrisbirch/dev/secrets/${name}`, strong(index))
  assert.deepEqual(problems(await checkSecretFiles(look)), [])

  write('.ichrisbirch/dev/secrets/redis_password', 'changeme')
  write('.ichrisbirch/dev/secrets/auth_secret', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
  write('.ichrisbirch/testing/secrets/postgres_password', strong(names.indexOf('postgres_password')))
  rmSync(join(root, '.ichrisbirch/dev/secrets/database_password'))
  chmodSync(join(root, '.ichrisbirch/dev/secrets'), 0o755)
  const found = problems(await checkSecretFiles(look))
  const text = found.map((finding) => `${finding.text} -> ${finding.fix}`).join('\n')
  assert.match(text, /redis_password is short.* -> .*dev secrets rotate redis_password/)
  assert.match(text, /auth_secret is made of few characters/)
  assert.match(text, /postgres_password is the same as in testing/)
  assert.match(text, /database_password is missing -> .*secrets init/)
  assert.match(text, /looked into by other users/)
  assert.equal(found.length, 5)
  for (const { repair } of found) await repair?.()
  const left = problems(await checkSecretFiles(look)).map((finding) => finding.text)
  assert.equal(left.length, 3, left.join('; '))
  assert(!left.some((line) => /missing|looked into/.test(line)))
})

test('host names that lead nowhere are found', async () => {
  write('.env', 'DOMAIN=nowhere.invalid\n')
  const { text } = only(await checkHostNames(await scene('prod', 'docker')))
  assert.match(text, /app\.nowhere\.invalid/)
  rmSync(join(root, '.env'))
})

test('a certificate for other names is found and made anew', async () => {
  const look = await scene('dev', 'docker')
  const folder = join(look.stack.stateDirectory, 'certs')
  await makeCertificate(join(root, '.ichrisbirch/ca'), folder, ['old.localhost'])
  chmodSync(look.stack.stateDirectory, 0o700)
  const { text, repair } = only(await checkCertificates(look))
  assert.match(text, /not for api\.docker\.localhost/)
  await repair?.()
  const left = problems(await checkCertificates(look)).map((finding) => finding.text)
  assert(
    left.every((line) => /does not trust/.test(line)),
    left.join('; '),
  )
})

test('a certificate whose key others can read is found; the repair says what it did, and nothing is left', async () => {
  const look = await scene('dev', 'docker')
  chmodSync(join(look.stack.stateDirectory, 'certs/key.pem'), 0o644)
  chmodSync(look.stack.stateDirectory, 0o755)
  const ofCertificate = () => problems(checkCertificates(look) as Finding[]).filter(({ text }) => !/trust/.test(text))
  const [found] = ofCertificate()
  assert.match(found?.text ?? '', /others can read its key/)
  assert.match((await found?.repair?.()) ?? '', /made a new certificate/)
  assert.match((await found?.repair?.()) ?? '', /meanwhile/)
  assert.deepEqual(ofCertificate(), [])
})

test('a database folder that others can look into is found', async () => {
  const look = await scene('dev')
  const folder = join(root, 'pgdata')
  mkdirSync(folder, { mode: 0o700 })
  const postgres = { dataDirectory: folder, runAs: null }
  write('.ichrisbirch/dev/plan.json', JSON.stringify({ services: [{ name: 'postgres', postgres }] }))
  assert.deepEqual(problems(await checkVolumes(look)), [])
  chmodSync(folder, 0o755)
  assert.match(only(await checkVolumes(look)).fix ?? '', /chmod 700/)
  const other = { dataDirectory: folder, runAs: { uid: 4321, gid: 4321 } }
  write('.ichrisbirch/dev/plan.json', JSON.stringify({ services: [{ name: 'postgres', postgres: other }] }))
  assert.match(only(await checkVolumes(look)).fix ?? '', /chown -R 4321/)
  rmSync(join(root, '.ichrisbirch/dev/plan.json'))
})

test('a production house without a fresh backup is found', async () => {
  write('.ichrisbirch/prod/secrets/auth_secret', 'x')
  const look = await scene('prod')
  assert.match(only(await checkBackups(look)).text, /no backup/)
  write('.ichrisbirch/prod/snapshots/first.dump', 'x')
  assert.deepEqual(problems(await checkBackups(look)), [])
  const old = new Date(Date.now() - 20 * 86_400_000)
  utimesSync(join(root, '.ichrisbirch/prod/snapshots/first.dump'), old, old)
  assert.match(only(await checkBackups(look)).text, /20 d old/)
})

test('API keys that others can read are found and closed', async () => {
  mkdirSync(dirname(credentialsFile()), { recursive: true })
  writeFileSync(credentialsFile(), '{}', { mode: 0o644 })
  chmodSync(credentialsFile(), 0o644)
  await only(checkCredentials()).repair?.()
  assert.deepEqual(problems(checkCredentials()), [])
})

test('no secret of any kind stands in what the doctor prints', () => {
  const canaries = [
    'canary-of-a-secret-file',
    'canary-of-dot-env',
    'canary-of-a-url',
    'canary-of-a-key',
    'canary-unknown',
  ]
  write('.ichrisbirch/dev/secrets/auth_secret', `${canaries[0]}\n`)
  write('.env', `CHAT_MODEL_KEY=${canaries[1]}\nDOMAIN=example.org\n`)
  writeFileSync(credentialsFile(), JSON.stringify({ house: { key: canaries[3] } }), { mode: 0o600 })
  const text =
    `cannot connect to postgres://me:${canaries[2]}@db:5432/x with ${canaries[0]}; ` +
    `sent "${canaries[1]}" and x-api-key: ${canaries[3]}; REDIS_PASSWORD=${canaries[4]}; at example.org`
  const shown = makeRedact(root)(text)
  for (const canary of canaries) assert(!shown.includes(canary), `${canary} in ${shown}`)
  assert.match(shown, /example\.org/)
  assert.match(shown, /postgres:\/\/me:\(hidden\)@db:5432/)
})
