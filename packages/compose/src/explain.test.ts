import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CASES } from './conformance/cases.ts'
import { generateCase } from './conformance/generator/generate.ts'
import { readOrNothing, writeCase } from './conformance/real.ts'
import { testSeed } from './conformance/seed.ts'
import { explanationText } from './explain-text.ts'
import { explain, leavesOf } from './explain.ts'
import { lint } from './lint/lint.ts'
import { ComposeError, loadProject, type Project } from './load.ts'
import type { Json } from './output.ts'
import { redactExplanation } from './redact.ts'

function load(...layers: string[]): Project {
  return loadProject({
    files: layers.map((_, index) => `layer${index}.yml`),
    environment: { PORT: '9000', DB_PASSWORD: 'hunter2' },
    projectDirectory: '/project',
    readFile: (path) => layers[Number(/^layer(\d)\.yml$/.exec(path)?.[1])],
  })
}

const service = (body: string): string => `services:\n  api:\n    image: x\n${body.replace(/^/gm, '    ')}\n`

test('every leaf of every case, and of random stacks, is explained by the value that is rendered', () => {
  const first = testSeed()
  console.log(`random stacks from seed ${first}`)
  let leaves = 0
  for (const example of [...CASES, ...Array.from({ length: 50 }, (_, index) => generateCase(first + index))]) {
    const folder = writeCase(example)
    let project: Project
    try {
      project = loadProject({
        files: folder.layers,
        environment: example.environment ?? {},
        projectDirectory: folder.path,
        readFile: readOrNothing,
        ...(example.profiles ? { profiles: example.profiles } : {}),
        ...(example.envFiles ? { envFiles: example.envFiles } : {}),
      })
    } catch (error) {
      assert.ok(error instanceof ComposeError)
      continue
    }
    for (const name of Object.keys(project.services)) {
      const explained = explain(project, ['services', name])
      assert.deepEqual(rebuilt(explained.value as Json, leavesOf(explained)), explained.value)
      for (const leaf of leavesOf(explained)) assert.ok(leaf.parts.length > 0, leaf.path)
      leaves += leavesOf(explained).length
    }
  }
  assert.ok(leaves > 500)
})

/** The value put together again from its leaves alone. */
function rebuilt(like: Json, leaves: { value?: Json }[]): Json {
  const queue = leaves.map((leaf) => leaf.value as Json)
  const build = (value: Json): Json => {
    if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) return queue.shift() as Json
    if (Array.isArray(value)) return value.map(build)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, build(child)]))
  }
  return build(like)
}

test('each layer’s part is named with its line and rule', () => {
  const project = load(service('environment: {PORT: "1", A: b}'), service('environment:\n  PORT: ${PORT}'))
  const { value, parts } = explain(project, 'api.environment.PORT')
  assert.equal(value, '9000')
  assert.deepEqual(
    parts.map(({ at, rule, value, variables }) => ({ line: `${at.file}:${at.line}`, rule, value, variables })),
    [
      { line: 'layer0.yml:4', rule: 'set', value: '1', variables: [] },
      {
        line: 'layer1.yml:5',
        rule: 'same entry replaced',
        value: '9000',
        variables: [{ name: 'PORT', value: '9000', from: 'environment' }],
      },
    ],
  )
})

test('a list says which entry came from which layer', () => {
  const project = load(service('volumes: ["./a:/a"]'), service('volumes: ["./b:/b"]'))
  const explained = explain(project, 'services.api.volumes')
  assert.deepEqual(
    explained.parts.map((part) => part.rule),
    ['set', 'appended'],
  )
  assert.equal(explain(project, 'api.volumes./b').parts[0]?.at.file, 'layer1.yml')
  assert.equal(explain(project, 'api.volumes[0].source').value, '/project/a')
})

test('what clears nothing is named, and what !override and !reset did', () => {
  const kept = explain(load(service('ports: ["1:1"]'), service('ports: null')), 'api.ports')
  assert.deepEqual(
    kept.parts.map((part) => part.rule),
    ['set', 'kept'],
  )
  const overridden = explain(load(service('ports: ["1:1"]'), service('ports: !override ["2:2"]')), 'api.ports')
  assert.deepEqual(
    overridden.parts.map((part) => part.rule),
    ['set', 'replaced by !override'],
  )
  const cleared = load(service('user: me\nports: ["1:1"]'), service('ports: !reset []'))
  assert.ok(!('ports' in (cleared.services.api ?? {})))
  assert.deepEqual(
    explain(cleared, 'api.ports').parts.map((part) => part.rule),
    ['set', 'cleared by !reset'],
  )
})

test('what is not there is explained: taken away, replaced, out of its profile, or never set', () => {
  const layers = [service('volumes: ["./a:/a"]\nports: ["1:1", "2:2"]\nprofiles: [debug]'), 'services: {b: {image: y}}']
  const on = loadProject({
    files: ['0', '1'],
    environment: {},
    projectDirectory: '/project',
    profiles: ['debug'],
    readFile: (path) => [...layers, service('volumes: !reset []\nports: !override ["1:1"]')][Number(path)],
  })
  assert.match(explain(on, 'api.privileged').note ?? '', /No layer sets privileged/)
  assert.match(explain(load(...layers), 'api.ports').note ?? '', /not active.*--profile debug/)
  const changed = load(
    layers[0]?.replace('profiles: [debug]', '') ?? '',
    service('volumes: !reset []\nports: !override ["1:1"]'),
  )
  const gone = explain(changed, 'api.volumes./a')
  assert.deepEqual(
    gone.parts.map((part) => [part.at.file, part.rule]),
    [
      ['layer0.yml', 'set'],
      ['layer1.yml', 'cleared by !reset'],
    ],
  )
  assert.match(explain(changed, 'api.ports.2').note ?? '', /layer1.yml:5 put something else/)
})

test('a misspelt path is answered with the nearest', () => {
  const project = load(service('healthcheck: {test: [CMD, a]}'))
  const suggestion = (path: string): string | undefined => {
    try {
      explain(project, path)
    } catch (error) {
      return (error as ComposeError).suggestion
    }
    return undefined
  }
  assert.equal(suggestion('apl.image'), 'Did you mean api?')
  assert.equal(suggestion('api.imag'), 'Did you mean image?')
  assert.equal(suggestion('api.privilegd'), 'Did you mean privileged?')
  assert.equal(suggestion('api.healthcheck.intervall'), 'Did you mean interval?')
})

test('a variable is named with the line of the env file, the shell or the default that gave it', () => {
  const project = loadProject({
    files: ['a.yml'],
    environment: { SHELL_ONE: 's' },
    projectDirectory: '/project',
    readFile: (path) =>
      ({
        'a.yml': service('image: "${SHELL_ONE}-${FILE_ONE}-${NOWHERE:-d}-${NOT_AT_ALL}"').replace('image: x\n', ''),
        '/project/.env': '# first\nFILE_ONE=f\n',
      })[path],
  })
  assert.deepEqual(explain(project, 'api.image').parts[0]?.variables, [
    { name: 'SHELL_ONE', value: 's', from: 'environment' },
    { name: 'FILE_ONE', value: 'f', from: '.env', at: { file: '.env', line: 2, column: 1 } },
    { name: 'NOWHERE', value: 'd', from: 'default' },
    { name: 'NOT_AT_ALL', from: 'unset' },
  ])
})

test('an env file that needs variables of the shell is explained and linted as it was loaded', () => {
  const files: Record<string, string> = {
    'a.yml': service('labels: {url: "${URL}", host: "${NAME:-${FALLBACK:-last}}"}'),
    '/project/.env': 'URL="http://${HOST:?no host}/"\nNAME=\nCOMPOSE_PROFILES=x\n',
  }
  const project = loadProject({
    files: ['a.yml'],
    environment: { HOST: 'h' },
    projectDirectory: '/project',
    readFile: (path) => files[path],
  })
  assert.deepEqual(explain(project, 'api.labels.url').parts[0]?.variables, [
    { name: 'URL', value: 'http://h/', from: '.env', at: { file: '.env', line: 1, column: 1 } },
  ])
  assert.deepEqual(explain(project, 'api.labels.host').parts[0]?.variables, [
    { name: 'NAME', value: 'last', from: 'default' },
    { name: 'FALLBACK', value: 'last', from: 'default' },
  ])
  const found = lint(project).find(({ rule }) => rule === 'no-compose-variables')
  assert.deepEqual(found?.at, { file: '.env', line: 3, column: 1 })
})

test('a key with dots is found, and a wrong one is answered with what there is', () => {
  const project = load(service('sysctls: {net.ipv4.ip_forward: 1}'))
  assert.equal(explain(project, 'api.sysctls.net.ipv4.ip_forward').value, '1')
  assert.throws(() => explain(project, 'api.sysctl'), /services\.api has no sysctl/)
})

test('secrets are hidden in an explanation, also in the variables', () => {
  const project = load(service('environment: {DB_PASSWORD: "${DB_PASSWORD}", URL: "postgres://u:${DB_PASSWORD}@h/d"}'))
  const shown = explanationText(redactExplanation(explain(project, 'api.environment')))
  assert.ok(!shown.includes('hunter2'), shown)
  assert.match(shown, /DB_PASSWORD +\(hidden\)/)
})

/** As on a terminal of 80 columns and 24 lines, the prompt and the command included. */
function fitsOneScreen(text: string): void {
  const lines = text.split('\n')
  assert.ok(lines.length <= 21, `${lines.length} lines:\n${text}`)
  for (const line of lines) assert.ok(line.length <= 80, line)
}

test('why our test API mounts the AWS folder is answered on one screen, by file and line', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const files = ['docker-compose.yml', 'docker-compose.test.yml']
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(root + file, 'utf8')]))
  const project = loadProject({
    files,
    environment: { HOME: '/home/me' },
    projectDirectory: root,
    readFile: (path) => texts[path],
  })
  const line = (file: string, pattern: RegExp): number =>
    (texts[file] ?? '').split('\n').findIndex((text) => pattern.test(text)) + 1
  const used = line('docker-compose.test.yml', /volumes: .*\[\*aws\]/)
  for (const path of ['api.volumes', 'api.volumes./home/node/.aws']) {
    const text = explanationText(explain(project, path))
    fitsOneScreen(text)
    assert.match(text, /\.config\/aws -> \/home\/node\/\.aws/)
    assert.match(text, /AWS_CONFIG_DIR is not set: the default "~\/\.config\/aws" holds/)
    assert.match(text, new RegExp(`docker-compose\\.test\\.yml:${used}`))
  }
})

test('why a test API still mounts the AWS folder that its layer left out, or cleared with an empty list, fits one screen', () => {
  const base = service('environment: {A: "1"}\nvolumes:\n  - ~/.aws:/root/.aws:ro\n  - ./src:/app')
  const leftOut = explanationText(explain(load(base, service('volumes: ["./tests:/tests"]')), 'api.volumes./root/.aws'))
  fitsOneScreen(leftOut)
  assert.match(leftOut, /layer0\.yml:6 {2}set\n {6}- ~\/\.aws:\/root\/\.aws:ro/)
  assert.match(leftOut, /layer1\.yml:4 {2}leaves it: lists are appended/)
  assert.match(leftOut, /write "volumes: !override" in layer1\.yml/)

  const cleared = explanationText(explain(load(base, service('volumes: []')), 'api.volumes'))
  fitsOneScreen(cleared)
  assert.match(cleared, /layer1\.yml:4 {2}appended\n {6}volumes: \[\]/)
  assert.match(cleared, /an empty list adds nothing and clears nothing/)
})
