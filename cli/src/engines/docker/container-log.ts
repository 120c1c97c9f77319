import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { LogLine, LogOptions } from '../engine.ts'
import { type Container, serviceOf } from './containers.ts'

type Stream = 'stdout' | 'stderr'
/** Up to where a stream was read: the engine's own time of the last line, and all lines that bear it. */
type Cursor = { time: string; texts: string[] }

/** The log of one container, read in parts: each begins where the last one ended. */
export class ContainerLog {
  private readonly id: string
  private readonly service: string
  private readonly cursors: Record<Stream, Cursor> = {
    stdout: { time: '', texts: [] },
    stderr: { time: '', texts: [] },
  }
  private child: ChildProcess | undefined
  private seenRun = ''

  constructor(container: Container) {
    this.id = container.Id
    this.service = serviceOf(container)
  }

  /** What there is now, within the bounds that were asked for. */
  async readAll({ tail, since, until, matches }: LogOptions): Promise<LogLine[]> {
    const words: string[] = []
    // One at least: its time is where following begins. Lines that do not match do not count as lines of the tail.
    if (Number.isFinite(tail) && !matches) words.push('--tail', String(Math.max(1, tail)))
    if (since) words.push('--since', since.toISOString())
    if (until) words.push('--until', until.toISOString())
    const lines: LogLine[] = []
    await this.read(words, (line) => lines.push(line))
    // All of both streams was there: whichever ended later, neither is read again before that.
    const [earlier, later] = [this.cursors.stdout, this.cursors.stderr].sort((a, b) => (a.time < b.time ? -1 : 1))
    const time = later?.time || since?.toISOString() || ''
    const texts = [...(earlier?.texts ?? []), ...(later?.texts ?? [])]
    this.cursors.stdout = { time, texts }
    this.cursors.stderr = { time, texts: [...texts] }
    return lines
  }

  /** Goes on reading while the container runs; called again and again, it begins anew when the container did. */
  follow(container: Container, take: (line: LogLine) => void): void {
    const { Status, StartedAt, FinishedAt } = container.State
    const run = `${Status} ${StartedAt} ${FinishedAt}`
    if (this.child || (Status !== 'running' && run === this.seenRun)) return
    this.seenRun = run
    void this.read(['--follow'], take)
  }

  close(): void {
    this.child?.kill('SIGTERM')
  }

  private read(words: string[], take: (line: LogLine) => void): Promise<void> {
    const from = [this.cursors.stdout.time, this.cursors.stderr.time].sort()[0]
    if (from) words.push('--since', from)
    const parameters = ['logs', '--timestamps', ...words, this.id]
    const child = spawn('docker', parameters, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    this.child = child
    this.takeFrom(child.stdout, 'stdout', take)
    this.takeFrom(child.stderr, 'stderr', take)
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', () => {
        this.child = undefined
        resolve()
      })
    })
  }

  private takeFrom(output: NodeJS.ReadableStream, stream: Stream, take: (line: LogLine) => void): void {
    const begun = { time: this.cursors[stream].time, texts: [...this.cursors[stream].texts] }
    // Only the first lines can have been read before: the machine's clock may be put back while we follow.
    let isSeen = true
    createInterface({ input: output }).on('line', (text) => {
      const line = parse(text, this.service)
      if (!line) return // docker's own words about an engine that went away
      isSeen &&= line.time < begun.time || (line.time === begun.time && begun.texts.includes(line.text))
      if (isSeen) return
      const cursor = this.cursors[stream]
      if (line.time === cursor.time) cursor.texts.push(line.text)
      else this.cursors[stream] = { time: line.time, texts: [line.text] }
      take(line)
    })
  }
}

/** "2026-11-23T10:00:00.123456789Z the line" */
function parse(text: string, service: string): LogLine | undefined {
  const space = text.indexOf(' ')
  const time = space < 0 ? text : text.slice(0, space)
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time)) return undefined
  return { time, service, text: space < 0 ? '' : text.slice(space + 1) }
}
