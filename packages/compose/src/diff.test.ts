import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diff } from './diff.ts'
import { diffText } from './diff-text.ts'
import { loadProject, type Project } from './load.ts'

const files: Record<string, string> = {
  'base.yml':
    'name: one\nservices:\n  api:\n    image: x\n    command: [a, b]\n    ports: ["80:80"]\n    environment: {A: "1", B: "2"}\n',
  'over.yml':
    'services:\n  api:\n    command: [b, a]\n    ports:\n      - "81:81"\n    environment:\n      A: "3"\n      B: !reset null\n  new: {image: y}\n',
  'added.yml':
    'services:\n  new: {command: run fast, ports: ["127.0.0.1:90:90"], volumes: ["data:/data"]}\nvolumes: {data: }\n',
}

function load(...names: string[]): Project {
  return loadProject({ files: names, environment: {}, projectDirectory: '/project', readFile: (path) => files[path] })
}

test('each difference has both values and the layer that is responsible', () => {
  const found = diff(load('base.yml'), load('base.yml', 'over.yml')).map(({ path, before, after, at }) => ({
    path,
    before,
    after,
    at: at && `${at.file}:${at.line}`,
  }))
  assert.deepEqual(
    found.filter(({ path }) => path.startsWith('services.api')),
    [
      { path: 'services.api.command', before: ['a', 'b'], after: ['b', 'a'], at: 'over.yml:3' },
      {
        path: 'services.api.ports',
        before: undefined,
        after: { mode: 'ingress', target: 81, published: '81', protocol: 'tcp' },
        at: 'over.yml:5',
      },
      { path: 'services.api.environment.A', before: '1', after: '3', at: 'over.yml:7' },
      { path: 'services.api.environment.B', before: '2', after: undefined, at: 'over.yml:8' },
    ],
  )
  assert.equal(found.find(({ path }) => path === 'services.new')?.at, 'over.yml:9')
})

test('a project does not differ from itself', () => {
  assert.deepEqual(diff(load('base.yml', 'over.yml'), load('base.yml', 'over.yml')), [])
})

test('values are shown as a person would write them, in lists given whole and in services that come or go too', () => {
  const [before, after] = [load('base.yml'), load('base.yml', 'over.yml', 'added.yml')]
  const shown = diffText(diff(before, after), { before: 'base', after: 'over' })
  assert.match(shown, /command {2}over\.yml:3\n {4}- a b\n {4}\+ b a\n/)
  assert.match(shown, /ports {2}over\.yml:5\n {4}\+ 81 -> 81\n/)
  assert.match(shown, /services\.new\n[^]*\+ command: run fast\n[^]*\+ ports: \[127\.0\.0\.1:90 -> 90\]\n/)
  assert.match(shown, /\+ volumes: \[data -> \/data\]\n/)
})
