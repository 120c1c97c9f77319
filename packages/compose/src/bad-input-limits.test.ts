import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

// Each bad file in a process of its own, whose time and memory are measured: a stack trace, a crash and a hang all fail.

const HEADER = `
import { loadProject } from ${JSON.stringify(new URL('load.ts', import.meta.url).href)}
const run = (files) => {
  const start = process.cpuUsage()
  let said = 'accepted'
  try {
    loadProject({ files: ['a.yml'], environment: {}, projectDirectory: '/p', readFile: (path) => files[path.replace('/p/', '')] })
  } catch (error) {
    if (error.name !== 'ComposeError') throw error
    said = error.file + ':' + error.line + ':' + error.column + ' ' + error.message.slice(0, 200)
  }
  const { user, system } = process.cpuUsage(start)
  console.log(JSON.stringify({ said, seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }))
}
`

const BAD: Record<string, { files: string; said: RegExp }> = {
  'an alias bomb': {
    files: `{ 'a.yml': 'x-0: &l0 [x]\\n' + Array.from({ length: 30 }, (_, i) => 'x-' + (i + 1) + ': &l' + (i + 1) + ' [' + Array(10).fill('*l' + i).join(', ') + ']').join('\\n') + '\\nservices: {a: {image: x}}\\n' }`,
    said: /^a\.yml:\d+:\d+ .*aliasing/,
  },
  'a hundred thousand brackets': { files: `{ 'a.yml': 'x-a: ' + '['.repeat(100_000) }`, said: /^a\.yml:\d+:\d+ / },
  'three thousand levels of blocks': {
    files: `{ 'a.yml': Array.from({ length: 3000 }, (_, i) => ' '.repeat(i) + 'a:').join('\\n') }`,
    said: /^a\.yml:\d+:\d+ /,
  },
  'ten megabytes in one line': {
    files: `{ 'a.yml': 'x-a: "' + 'y'.repeat(10_000_000) + '"\\nservices: {a: {image: 5}}\\n' }`,
    said: /^a\.yml:2:\d+ /,
  },
  'ten megabytes of broken services': {
    files: `{ 'a.yml': 'services:\\n' + Array.from({ length: 150_000 }, (_, i) => '  s' + i + ': {image: x, labels: {a: b, c: $' + '{D}}}\\n').join('').padEnd(10_000_000, '# more\\n') }`,
    said: /^a\.yml:2:\d+ .*too large/,
  },
  'ten megabytes of bytes that are no text': {
    files: `{ 'a.yml': String.fromCharCode(0, 1, 2, 65533).repeat(2_500_000) }`,
    said: /^a\.yml:1:1 .*not a text/,
  },
  'a circle of extends': {
    files: `{ 'a.yml': 'services: {a: {extends: {file: b.yml, service: b}}}', 'b.yml': 'services: {b: {extends: {file: a.yml, service: a}}}' }`,
    said: /^(?:\/p\/)?[ab]\.yml:\d+:\d+ circular/,
  },
  'a circle of includes': {
    files: `{ 'a.yml': 'include: [b.yml]', 'b.yml': 'include: [a.yml]\\nservices: {x: {image: x}}' }`,
    said: /^(?:\/p\/)?[ab]\.yml:\d+:\d+ .*cycle/,
  },
  'interpolation ten thousand deep': {
    files: `{ 'a.yml': 'services: {a: {image: "' + '$' + '{A:-'.repeat(1) + ('$' + '{A:-').repeat(10_000) + 'x' + '}'.repeat(10_001) + '"}}' }`,
    said: /^a\.yml:1:\d+ invalid interpolation/,
  },
  'a missing file': { files: '{}', said: /^a\.yml:1:1 no such file/ },
}

for (const [name, { files, said }] of Object.entries(BAD)) {
  test(`${name} gets a located message within 2 s and 200 MB`, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `${HEADER}run(${files})`],
      {
        encoding: 'utf8',
        timeout: 60_000,
      },
    )
    assert.equal(status, 0, stderr)
    const result = JSON.parse(stdout) as { said: string; seconds: number; megabytes: number }
    assert.match(result.said, said)
    assert.ok(result.seconds < 2, `${result.seconds} s of work`)
    assert.ok(result.megabytes < 200, `${result.megabytes} MB`)
  })
}
