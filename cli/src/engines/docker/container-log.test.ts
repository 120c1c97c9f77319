import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'
import { until } from '../../../test-fixtures/until.ts'
import type { LogLine } from '../engine.ts'
import { ContainerLog } from './container-log.ts'
import type { Container } from './containers.ts'

// A program of ours under the name docker, which prints what the real one would.
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-log-'))
const path = process.env.PATH
after(() => {
  process.env.PATH = path
  rmSync(folder, { recursive: true })
})
process.env.PATH = [folder, path].join(delimiter)

function dockerPrints(...lines: string[]): void {
  const script = ['#!/bin/sh', "cat <<'END'", ...lines, 'END', ''].join('\n')
  writeFileSync(join(folder, 'docker'), script)
  chmodSync(join(folder, 'docker'), 0o755)
}

const container = {
  Id: 'x',
  Config: { Labels: { 'com.docker.compose.service': 'app' } },
  State: { Status: 'running', StartedAt: '1', FinishedAt: '' },
} as unknown as Container

test('lines are read once, and go on being read when the clock is put back', async () => {
  const log = new ContainerLog(container)
  dockerPrints('2026-11-23T10:00:00.1Z one', '2026-11-23T10:00:00.2Z two')
  const options = { services: [], follow: true, tail: 10, since: undefined, signal: new AbortController().signal }
  const begin = await log.readAll(options)
  const lines: LogLine[] = []
  dockerPrints(
    '2026-11-23T10:00:00.2Z two',
    '2026-11-23T10:00:00.3Z three',
    '2026-11-23T09:00:00.1Z four',
    '2026-11-23T09:00:00.2Z five',
  )
  log.follow(container, (line) => lines.push(line))
  await until(() => lines.length === 3)
  assert.deepEqual(
    [...begin, ...lines].map(({ text }) => text),
    ['one', 'two', 'three', 'four', 'five'],
  )
  log.close()
})
