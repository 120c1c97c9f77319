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
  /** Ends the lines that change; later output comes below them. */
  end: () => void
}

export type Mood = 'busy' | 'good' | 'bad' | 'idle'

const heartbeatMs = 5000
const marks: Record<Mood, string> = { busy: pc.cyan('…'), good: pc.green('✓'), bad: pc.red('✗'), idle: pc.dim('–') }

export function createProgress(output: NodeJS.WriteStream, clock: () => number = Date.now): Progress {
  const rows = new Map<string, { text: string; mood: Mood; since: number }>()
  const isLive = output.isTTY && !process.env.CI
  let drawn = 0
  let lastWrite = clock()
  let timer: NodeJS.Timeout | undefined

  const line = (name: string, row: { text: string; mood: Mood; since: number }) => {
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
    for (const [name, row] of rows) output.write(`${clip(line(name, row), width)}\n`)
    drawn = rows.size
  }
  const beat = () => {
    if (isLive) return draw()
    if (clock() - lastWrite < heartbeatMs) return
    const busy = [...rows].filter(([, row]) => row.mood === 'busy').map(([name, row]) => `${name} (${row.text})`)
    if (busy.length === 0) return
    output.write(`… still waiting for ${busy.join(', ')}\n`)
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
    end() {
      clearInterval(timer)
      timer = undefined
      if (isLive) draw()
      rows.clear()
      drawn = 0
    },
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
