import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CASES } from './conformance/cases.ts'
import { readOrNothing, writeCase } from './conformance/real.ts'
import { explanationText } from './explain-text.ts'
import { explain, leavesOf } from './explain.ts'
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

test('every leaf of every case is explained by the value that is rendered', () => {
  let leaves = 0
  for (const example of CASES) {
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
      const explained = explain(project, `services.${name}`)
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

test('a key with dots is found, and a wrong one is answered with what there is', () => {
  const project = load(service('sysctls: {net.ipv4.ip_forward: 1}'))
  assert.equal(explain(project, 'api.sysctls.net.ipv4.ip_forward').value, '1')
  assert.throws(() => explain(project, 'api.sysctl'), /services\.api has no sysctl/)
})

test('secrets are hidden in an explanation, also in the variables', () => {
  const project = load(service('environment: {DB_PASSWORD: "${DB_PASSWORD}", URL: "postgres://u:${DB_PASSWORD}@h/d"}'))
  const shown = explanationText(redactExplanation(explain(project, 'api.environment')))
  assert.ok(!shown.includes('hunter2'), shown)
  assert.match(shown, /api\.environment\.DB_PASSWORD = \(hidden\)/)
})

test('why the test API mounts the AWS folder is answered by the file and the line', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const files = ['docker-compose.yml', 'docker-compose.test.yml']
  const project = loadProject({
    files,
    environment: { HOME: '/home/me' },
    projectDirectory: root,
    readFile: (path) => (files.includes(path) ? readFileSync(root + path, 'utf8') : undefined),
  })
  const mount = explain(project, 'api.volumes./home/node/.aws')
  assert.equal(mount.parts.at(-1)?.at.file, 'docker-compose.test.yml')
  assert.match(explanationText(mount), /\/home\/me\/\.config\/aws/)
})
