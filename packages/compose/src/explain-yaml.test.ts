import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { originOf, projectYaml } from './explain-yaml.ts'
import { loadProject, type Project } from './load.ts'

const texts = [
  'a',
  '3s',
  '1_000',
  '2020-01-01',
  '0b11',
  'y',
  'NO',
  '1e5',
  '0x1F',
  '.5',
  '=',
  '<<',
  '# no',
  'a: b',
  'a:',
  ' lead',
  'trail ',
  '1:30',
  '- a',
  '-',
  '---',
  '~',
  '',
  '*a',
  '&a',
  '!a',
  '%a',
  '@a',
  '`a',
  '{a',
  '[a',
  '"',
  "'",
  'tab\tx',
  'a #b',
  'a\nb',
  'a\nb\n',
  'a\n\nb\n',
  'a\n\n',
  '\na',
  ' a\nb',
  'a \nb',
  'a\r\nb',
  'ünï',
  '?',
  '? a',
  '|',
  '>',
  'a,b',
  'null',
  '.inf',
  '-1',
  '+1',
  '1.2.3.4',
  '127.0.0.1:80:80',
  '--flag=x',
  '/bin/sh -c "x"',
  '\u0000',
  '😀',
  'http://a/b?c=d&e',
  'multi\n  indented\n',
] // prettier-ignore

function load(...layers: string[]): Project {
  return loadProject({
    files: layers.map((_, index) => `${index}.yml`),
    environment: {},
    projectDirectory: '/project',
    readFile: (path) => layers[Number.parseInt(path)],
  })
}

test('every text, as a value, an item and a key, is read again as it was', () => {
  const model = {
    name: 'x',
    services: { a: { command: texts, labels: Object.fromEntries(texts.map((text) => [text, text])) } },
  }
  assert.deepEqual(parse(projectYaml(model as unknown as Project)), model)
})

test('a rendered project is a compose file again: rendering it changes nothing', () => {
  const first = load(
    'services: {a: {image: "x$$y", command: ["$$HOME", "a\\nb"], ports: ["1:2"], volumes: ["v1:/v:ro"], environment: {A: "$$", N: }}}\nvolumes: {v1: }',
  )
  assert.deepEqual(load(projectYaml(first)), first)
})

test('each value has the line behind it as a comment', () => {
  const project = load('services:\n  a:\n    image: x\n    user: me\n', 'services:\n  a:\n    image: y\n')
  const lines = projectYaml(project, originOf(project))
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/, ' '))
  assert.ok(lines.includes('image: "y" # 1.yml:3 (replaced)'), lines.join('\n'))
  assert.ok(lines.includes('user: me # 0.yml:4'))
  assert.ok(lines.includes('entrypoint: null # added by Compose'))
  assert.deepEqual(load(projectYaml(project, originOf(project))), project)
})
