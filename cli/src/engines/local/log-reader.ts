import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { readable } from '../../log-lines.ts'
import type { LogLine, LogOptions } from '../engine.ts'
import { logFile } from './state.ts'

const pollMs = 100

/** The log files of an environment as one stream in the order of time; with `follow` it goes on as they grow. */
export async function* readLogs(
  stateDirectory: string,
  services: string[],
  options: LogOptions,
): AsyncIterable<LogLine> {
  const followers = services.map((service) => new LogFollower(service, logFile(stateDirectory, service)))
  const begin = followers.flatMap((follower) => {
    const current = follower.read()
    // What does not match is no line of the tail: how far back it reaches is only known when all is read.
    const isEnough = current.length >= options.tail && !options.matches && !options.until
    const lines = isEnough ? current : [...follower.readMovedFiles(), ...current]
    const wanted = lines.filter((line) => isWanted(line, options))
    return wanted.slice(Math.max(0, wanted.length - options.tail))
  })
  yield* inOrder(begin)
  while (options.follow && !options.signal.aborted) {
    const lines = followers.flatMap((follower) => follower.read())
    yield* inOrder(lines.filter((line) => options.matches?.(line) ?? true))
    await delay(pollMs, undefined, { signal: options.signal }).catch(() => {}) // an abort ends the loop above
  }
  for (const follower of followers) follower.close()
}

/** The last lines of one service, for a message about its failure. */
export function lastLines(stateDirectory: string, service: string, count: number): string[] {
  const follower = new LogFollower(service, logFile(stateDirectory, service))
  const lines = follower.read().slice(-count)
  follower.close()
  return lines.flatMap((line) => readable(line.text).split('\n'))
}

/** Reads what was added since the last time, across the moves of the file that LogWriter makes. */
class LogFollower {
  private readonly service: string
  private readonly file: string
  private descriptor: number | undefined
  private position = 0
  private rest = ''

  constructor(service: string, file: string) {
    this.service = service
    this.file = file
  }

  read(): LogLine[] {
    const lines: LogLine[] = []
    if (this.descriptor === undefined && !this.open()) return lines
    lines.push(...this.readToEnd())
    // Moved away meanwhile: what we hold is complete now, and the new file begins at its start.
    if (!this.isCurrent()) {
      lines.push(...this.readToEnd(), ...this.readMovedSince())
      this.close()
      if (this.open()) lines.push(...this.readToEnd())
    }
    return lines
  }

  /** A burst may move the file more than once between two looks: the files between the one we hold and the new one. */
  private readMovedSince(): LogLine[] {
    const held = this.descriptor === undefined ? 0 : fstatSync(this.descriptor).ino
    const moved: LogLine[][] = []
    for (let number = 1; ; number++) {
      const file = `${this.file}.${number}`
      const there = statSync(file, { throwIfNoEntry: false })
      if (!there || there.ino === held) return moved.flat()
      moved.unshift(this.readWhole(file))
    }
  }

  /** What LogWriter has moved to `.1`, `.2` …, oldest first. */
  readMovedFiles(): LogLine[] {
    const moved: LogLine[][] = []
    for (let number = 1; existsSync(`${this.file}.${number}`); number++) {
      moved.unshift(this.readWhole(`${this.file}.${number}`))
    }
    return moved.flat()
  }

  private readWhole(file: string): LogLine[] {
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => parse(this.service, line))
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor)
    this.descriptor = undefined
  }

  private open(): boolean {
    if (!existsSync(this.file)) return false
    this.descriptor = openSync(this.file, 'r')
    this.position = 0
    this.rest = ''
    return true
  }

  private isCurrent(): boolean {
    const there = statSync(this.file, { throwIfNoEntry: false })
    return there === undefined || (this.descriptor !== undefined && fstatSync(this.descriptor).ino === there.ino)
  }

  private readToEnd(): LogLine[] {
    if (this.descriptor === undefined) return []
    const chunks: Buffer[] = []
    for (;;) {
      const chunk = Buffer.allocUnsafe(64 * 1024)
      const length = readSync(this.descriptor, chunk, 0, chunk.length, this.position)
      if (length === 0) break
      chunks.push(chunk.subarray(0, length))
      this.position += length
    }
    // Bytes, not text, decide where a chunk ends: only whole lines are decoded.
    const text = this.rest + Buffer.concat(chunks).toString('latin1')
    const complete = text.lastIndexOf('\n') + 1
    this.rest = text.slice(complete)
    const decoded = Buffer.from(text.slice(0, complete), 'latin1').toString('utf8')
    return decoded.split('\n').flatMap((line) => parse(this.service, line))
  }
}

function parse(service: string, line: string): LogLine[] {
  const space = line.indexOf(' ')
  return space < 0 ? [] : [{ time: line.slice(0, space), service, text: line.slice(space + 1) }]
}

function inOrder(lines: LogLine[]): LogLine[] {
  return lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
}

function isWanted(line: LogLine, { since, until, matches }: LogOptions): boolean {
  if (since && line.time < since.toISOString()) return false
  if (until && line.time > until.toISOString()) return false
  return matches?.(line) ?? true
}
