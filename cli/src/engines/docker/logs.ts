import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { LogLine, LogOptions } from '../engine.ts'

/** Compose gives the lines of several services as they come: those of one moment are put in the order of time. */
const windowMs = 100

export async function* readLogs(project: string, options: LogOptions): AsyncIterable<LogLine> {
  const words = ['compose', '-p', project, 'logs', '--no-color', '--timestamps', '--tail', tailWord(options.tail)]
  if (options.follow) words.push('--follow')
  if (options.since) words.push('--since', options.since.toISOString())
  const child = spawn('docker', [...words, ...options.services], { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  options.signal.addEventListener('abort', () => child.kill('SIGTERM'))
  const lines: LogLine[] = []
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parse(text)
    if (line) lines.push(line)
  })
  const ended = new AbortController()
  child.on('close', () => ended.abort())
  // Without following, all of it is one moment.
  const pauseMs = options.follow ? windowMs : 2 ** 30
  while (!ended.signal.aborted) {
    await delay(pauseMs, undefined, { signal: ended.signal }).catch(() => {}) // the abort ends the loop
    yield* takeInOrder(lines)
  }
}

function tailWord(tail: number): string {
  return Number.isFinite(tail) ? String(tail) : 'all'
}

/** "api-1  | 2026-11-23T10:00:00.123456789Z the line" */
function parse(text: string): LogLine | undefined {
  const match = /^(\S+?)-\d+\s+\| (\S+) (.*)$/.exec(text)
  return match ? { service: match[1] ?? '', time: match[2] ?? '', text: match[3] ?? '' } : undefined
}

function takeInOrder(lines: LogLine[]): LogLine[] {
  return lines.splice(0).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
}
