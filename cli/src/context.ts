import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgress, type Progress } from './progress.ts'

/** What every command gets: where the checkout is, whom to write to, and when to give up. */
export type Context = {
  root: string
  signal: AbortSignal
  progress: Progress
  /** Data, on stdout. Everything else goes through `progress`, to stderr. */
  print: (text: string) => void
  /** Until released, signals are for another program: they go to `take`, and this command goes on. */
  handOver: (take: (signal: NodeJS.Signals) => void) => () => void
}

/** Who gets the signals that the process is sent: the command, which then stops, or the program in its foreground. */
export type Signals = { signal: AbortSignal; interrupt: () => void; handOver: Context['handOver'] }

export function listenToSignals(endAtOnce: () => void): Signals {
  const interruption = new AbortController()
  let take: ((signal: NodeJS.Signals) => void) | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (take) return take(name)
      // The second one is meant: whoever presses Ctrl-C again does not want to wait for order.
      if (interruption.signal.aborted) endAtOnce()
      interruption.abort()
    })
  }
  const handOver: Context['handOver'] = (to) => {
    take = to
    return () => {
      take = undefined
    }
  }
  return { signal: interruption.signal, interrupt: () => interruption.abort(), handOver }
}

export function createContext({ signal, handOver }: Omit<Signals, 'interrupt'>): Context {
  return {
    handOver,
    root: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
    signal,
    progress: createProgress(process.stderr),
    print: (text) => process.stdout.write(`${text}\n`),
  }
}
