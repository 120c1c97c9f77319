import pc from 'picocolors'

/**
 * What a person sees while a command works, on stderr: a line a service that changes in place on a terminal, and
 * a plain line a change without one. Silence never lasts: after five seconds it says what it is waiting for.
 */
export interface Progress {
  /** A sentence about what happens next. */
  say: (text: string) => void
  /** What one service (or step) is doing now. */
  show: (name: string, text: string, mood: Mood) => void
  /** From now on all of it may take this long; shown while somebody waits. */
  allow?: (seconds: number) => void
  /** Ends the lines that change; later output comes below them. */
  end: () => void
}

export type Mood = 'busy' | 'good' | 'bad' | 'idle'

type Row = { text: string; mood: Mood; since: number }

const heartbeatMs = 5000
const marks: Record<Mood, string> = { busy: pc.cyan('…'), good: pc.green('✓'), bad: pc.red('✗'), idle: pc.dim('–') }

export function createProgress(output: NodeJS.WriteStream, clock: () => number = Date.now): Progress {
  const rows = new Map<string, Row>()
  const isLive = output.isTTY && !process.env.CI
  const limit = timeLimit(clock)
  let drawn = 0
  let lastWrite = clock()
  let lastSaid = ''
  let timer: NodeJS.Timeout | undefined

  const line = (name: string, row: Row) => {
    const seconds = Math.round((clock() - row.since) / 1000)
    const age = row.mood === 'busy' && seconds >= 2 ? pc.dim(` ${seconds} s`) : ''
    return `${marks[row.mood]} ${name.padEnd(12)} ${row.text}${age}`
  }
  const erase = () => {
    if (drawn > 0) output.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    erase()
    const width = Math.max(20, output.columns || 80)
    const lines = [...rows].map(([name, row]) => line(name, row))
    if (limit.isSet() && lines.length > 0) lines.push(pc.dim(limit.text()))
    for (const text of lines) output.write(`${clip(text, width)}\n`)
    drawn = lines.length
  }
  const beat = () => {
    if (isLive) return draw()
    if (clock() - lastWrite < heartbeatMs) return
    output.write(`… ${limit.isSet() ? `${limit.text()}, ` : ''}still waiting for ${awaited(rows, lastSaid)}\n`)
    lastWrite = clock()
  }
  const startBeating = () => {
    timer ??= setInterval(beat, isLive ? 250 : 1000)
    timer.unref()
  }

  return {
    say(text) {
      erase()
      output.write(`${text}\n`)
      lastWrite = clock()
      lastSaid = text
      if (isLive) draw()
      startBeating()
    },
    show(name, text, mood) {
      const row = rows.get(name)
      if (row?.text === text && row.mood === mood) return
      rows.set(name, { text, mood, since: row?.mood === mood ? row.since : clock() })
      startBeating()
      if (isLive) return draw()
      output.write(`${line(name, { text, mood, since: clock() })}\n`)
      lastWrite = clock()
    },
    allow: limit.set,
    end() {
      clearInterval(timer)
      timer = undefined
      limit.clear()
      if (isLive) draw()
      rows.clear()
      drawn = 0
    },
  }
}

/** The same for programs: one JSON line a change, on stdout. */
export function createJsonProgress(print: (text: string) => void, clock: () => number = Date.now): Progress {
  const rows = new Map<string, Row>()
  const limit = timeLimit(clock)
  let lastSaid = ''
  let timer: NodeJS.Timeout | undefined
  const event = (facts: object) => {
    print(JSON.stringify({ time: new Date(clock()).toISOString(), ...facts }))
    clearInterval(timer)
    timer = setInterval(() => event({ event: 'waiting', for: awaited(rows, lastSaid), ...limit.facts() }), heartbeatMs)
    timer.unref()
  }
  return {
    say(text) {
      lastSaid = text
      event({ event: 'said', text })
    },
    show(name, text, mood) {
      const row = rows.get(name)
      if (row?.text === text && row.mood === mood) return
      rows.set(name, { text, mood, since: clock() })
      event({ event: 'service', service: name, text, mood })
    },
    allow(seconds) {
      limit.set(seconds)
      event({ event: 'deadline', ...limit.facts() })
    },
    end() {
      clearInterval(timer)
    },
  }
}

/** Who is busy, or who is waited with; before there is anybody, what was said last. */
function awaited(rows: Map<string, Row>, lastSaid: string): string {
  const of = (mood: Mood) => [...rows].filter(([, row]) => row.mood === mood)
  const waiting = of('busy').length > 0 ? of('busy') : of('idle')
  return waiting.map(([name, row]) => `${name} (${row.text})`).join(', ') || lastSaid || 'the services'
}

function timeLimit(clock: () => number) {
  let begun = 0
  let seconds = 0
  const passed = () => Math.round((clock() - begun) / 1000)
  return {
    isSet: () => seconds > 0,
    set: (allowed: number) => {
      begun = clock()
      seconds = allowed
    },
    clear: () => {
      seconds = 0
    },
    text: () => `${passed()} of at most ${seconds} s`,
    facts: () => (seconds > 0 ? { passedSeconds: passed(), deadlineSeconds: seconds } : {}),
  }
}

/** Cuts at the terminal's edge, since a wrapped line could not be drawn over; colours take no room. */
function clip(text: string, width: number): string {
  let visible = 0
  let index = 0
  while (index < text.length && visible < width - 1) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with ESC
    const colour = /^\x1b\[[\d;]*m/.exec(text.slice(index))
    if (!colour) visible++
    index += colour ? colour[0].length : 1
  }
  return index < text.length ? `${text.slice(0, index)}\x1b[0m` : text
}
