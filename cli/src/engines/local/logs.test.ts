import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { until } from '../../../test-fixtures/until.ts'
import { levelOf, readable } from '../../log-lines.ts'
import type { LogLine } from '../engine.ts'
import { readLogs } from './log-reader.ts'
import { LogWriter } from './log-writer.ts'
import { logFile } from './state.ts'

const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-logs-'))
after(() => rmSync(folder, { recursive: true }))

async function readAll(service: string, options: { tail?: number; since?: Date } = {}): Promise<string[]> {
  const lines: string[] = []
  const { tail = Number.POSITIVE_INFINITY, since } = options
  const signal = new AbortController().signal
  const all = { services: [], follow: false, tail, since, signal }
  for await (const line of readLogs(folder, [service], all)) lines.push(line.text)
  return lines
}

test('lines outlive the moves of a full file, in order, up to the number of files', async () => {
  const writer = new LogWriter(logFile(folder, 'busy'), { maximumBytes: 1000, files: 3 })
  for (let number = 0; number < 70; number++) writer.write(`line ${number}`)
  writer.close()
  const files = readdirSync(join(folder, 'logs')).filter((name) => name.startsWith('busy'))
  assert.deepEqual(files.sort(), ['busy.log', 'busy.log.1', 'busy.log.2'])
  const lines = await readAll('busy')
  const first = 70 - lines.length
  assert.ok(lines.length > 40)
  assert.deepEqual(
    lines,
    Array.from(lines, (_, index) => `line ${first + index}`),
  )
  assert.deepEqual(await readAll('busy', { tail: 2 }), ['line 68', 'line 69'])
  assert.deepEqual(await readAll('busy', { tail: 0 }), [])
  assert.deepEqual(await readAll('busy', { since: new Date(Date.now() + 60_000) }), [])
})

test('who follows gets every line once, also while the file is moved on', async () => {
  const writer = new LogWriter(logFile(folder, 'followed'), { maximumBytes: 500, files: 3 })
  writer.write('line 0')
  const abort = new AbortController()
  const seen: LogLine[] = []
  const following = (async () => {
    const options = { services: [], follow: true, tail: 10, since: undefined, signal: abort.signal }
    for await (const line of readLogs(folder, ['followed'], options)) seen.push(line)
  })()
  for (let number = 1; number < 40; number++) {
    writer.write(`line ${number}`)
    await until(() => seen.at(-1)?.text === `line ${number}`)
  }
  abort.abort()
  await following
  writer.close()
  assert.deepEqual(
    seen.map(({ text }) => text),
    Array.from({ length: 40 }, (_, number) => `line ${number}`),
  )
})

test('who follows gets every line once, also when a burst moves the file on several times between two looks', async () => {
  const writer = new LogWriter(logFile(folder, 'bursting'), { maximumBytes: 500, files: 10 })
  const abort = new AbortController()
  const seen: LogLine[] = []
  writer.write('line 0')
  const following = (async () => {
    const options = { services: [], follow: true, tail: 10, since: undefined, signal: abort.signal }
    for await (const line of readLogs(folder, ['bursting'], options)) seen.push(line)
  })()
  await until(() => seen.length === 1)
  for (let number = 1; number < 80; number++) writer.write(`line ${number}`)
  await until(() => seen.at(-1)?.text === 'line 79')
  // The supervisor is another process after a restart of the engine: its writer goes on in the same file.
  writer.close()
  const next = new LogWriter(logFile(folder, 'bursting'), { maximumBytes: 500, files: 10 })
  next.write('line 80')
  await until(() => seen.at(-1)?.text === 'line 80')
  abort.abort()
  await following
  next.close()
  assert.deepEqual(
    seen.map(({ text }) => text),
    Array.from({ length: 81 }, (_, number) => `line ${number}`),
  )
})

test('the level of a line is what its writer says, whoever that is', () => {
  const lines: [string, string | undefined][] = [
    ['{"level":"warn","msg":"x"}', 'warn'],
    ['{"level":50,"msg":"x"}', 'error'],
    ['[10:59:30.048] FATAL: ENOENT', 'fatal'],
    ['2026-11-23 10:00:00.000 UTC [12] LOG:  checkpoint starting', 'info'],
    ['2026-11-23 10:00:00.000 UTC [12] FATAL:  no password', 'fatal'],
    ['20587:M 23 Nov 2026 15:08:43.990 # WARNING Memory overcommit', 'warn'],
    ['2026-11-23T10:00:00Z ERR No such router', 'error'],
    ['something else', undefined],
  ]
  for (const [line, level] of lines) assert.equal(levelOf(line), level, line)
})

test('our JSON lines are shown as sentences, everything else as it came', () => {
  const line = JSON.stringify({ level: 'warn', time: '2026-01-01T00:00:00Z', service: 'api', msg: 'slow', ms: 900 })
  assert.equal(stripVTControlCharacters(readable(line)), 'warn  slow ms=900')
  assert.equal(
    stripVTControlCharacters(readable('{"level":50,"msg":"broken","err":{"stack":"Error: x\\n at y"}}')),
    'error broken\nError: x\n at y',
  )
  for (const text of ['LOG:  checkpoint', '{"not":"a log line"}', '{broken']) assert.equal(readable(text), text)
})
