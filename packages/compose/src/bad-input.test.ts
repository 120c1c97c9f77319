import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomFrom } from './conformance/generator/chooser.ts'
import { CASES } from './conformance/cases.ts'
import { testSeed } from './conformance/seed.ts'
import { ComposeError, loadProject } from './load.ts'

/** What loading says of these files; undefined when it accepts them. Anything but a ComposeError fails the test. */
function refusal(files: Record<string, string>, first = 'a.yml'): ComposeError | undefined {
  try {
    loadProject({
      files: [first],
      environment: {},
      projectDirectory: '/project',
      readFile: (path) => files[path.replace('/project/', '')],
    })
    return undefined
  } catch (error) {
    assert.ok(error instanceof ComposeError, `not a located message: ${(error as Error).stack}`)
    return error
  }
}

/** Seconds of work, so that a busy machine fails nothing. */
function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function refusedFast(text: string, message?: RegExp): void {
  const start = process.cpuUsage()
  const error = refusal({ 'a.yml': text })
  assert.ok(error, 'accepted')
  assert.ok(secondsSince(start) < 2, `${secondsSince(start)} s`)
  assert.ok((error.line ?? 0) >= 1)
  if (message) assert.match(error.message, message)
}

test('an alias bomb is refused, not expanded', () => {
  const levels = Array.from({ length: 30 }, (_, i) => `x-${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`)
  refusedFast(`x-0: &l0 [x]\n${levels.join('\n')}\nservices: {a: {image: x}}\n`, /excessive aliasing/)
})

test('nesting a hundred thousand deep is refused', () => {
  refusedFast(`x-a: ${'['.repeat(100_000)}`)
  refusedFast(`x-a: ${'{a: '.repeat(100_000)}`)
})

test('a file that is not text is refused', () => {
  refusedFast('\u0000\u0001\u0002', /not a text file/)
})

test('a missing file is named', () => {
  assert.match(refusal({}, 'none.yml')?.message ?? '', /no such file: none\.yml/)
})

test('circles of extends and include are refused', () => {
  assert.match(
    refusal({
      'a.yml': 'services: {a: {extends: {file: b.yml, service: b}}}',
      'b.yml': 'services: {b: {extends: {file: a.yml, service: a}}}',
    })?.message ?? '',
    /circular/,
  )
  assert.match(
    refusal({ 'a.yml': 'include: [b.yml]', 'b.yml': 'include: [a.yml]\nservices: {x: {image: x}}' })?.message ?? '',
    /cycle/,
  )
})

test('interpolation nested ten thousand deep is a refusal or a value', () => {
  refusal({ 'a.yml': `services: {a: {image: "${'${A:-'.repeat(10_000)}x${'}'.repeat(10_000)}"}}` })
})

test('ten megabytes of services are read or refused in reasonable time', () => {
  const start = process.cpuUsage()
  refusal({ 'a.yml': `x-a: "${'y'.repeat(10_000_000)}"\nservices: {a: {image: x}}\n` })
  assert.ok(secondsSince(start) < 2)
})

test('five thousand broken files get a located message, never a stack trace', () => {
  const seed = testSeed()
  const random = randomFrom(seed)
  const texts = CASES.flatMap((example) => example.layers)
  for (let i = 0; i < 5000; i++) {
    let text = texts[Math.floor(random() * texts.length)] as string
    for (let cut = 0; cut < 3; cut++) {
      const at = Math.floor(random() * text.length)
      const insert = [
        '',
        ':',
        '- ',
        '{',
        '}',
        '[',
        '"',
        '\n',
        '\t',
        '&a ',
        '*a',
        '!reset ',
        '${',
        '<<: ',
        'null',
        '? ',
      ][Math.floor(random() * 16)] as string
      text = text.slice(0, at) + insert + text.slice(at + Math.floor(random() * 4))
    }
    try {
      refusal({ 'a.yml': text })
    } catch (error) {
      assert.fail(`seed ${seed}, case ${i}: ${(error as Error).message}\n${text}`)
    }
  }
})
