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
}

export function createContext(signal: AbortSignal): Context {
  return {
    root: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
    signal,
    progress: createProgress(process.stderr),
    print: (text) => process.stdout.write(`${text}\n`),
  }
}
