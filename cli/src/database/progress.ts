import type { DumpProgress } from '@ichrisbirch/db/dumps/tables'
import type { Context } from '../context.ts'

/** Every line stays without a terminal: there it is one in five seconds. */
const pauseMs = process.stderr.isTTY ? 250 : 5000

/** Shows where a dump or load is: the step, rows, bytes and the time left, as the rows so far tell. */
export function showProgress(context: Context, what: string, clock: () => number = Date.now) {
  const begun = clock()
  let shownAt = begun
  let shownStep = ''
  return (progress: DumpProgress) => {
    const now = clock()
    const isNews = process.stderr.isTTY ? false : progress.step !== shownStep && progress.rows === progress.totalRows
    if (now - shownAt < pauseMs && !isNews) return
    shownAt = now
    shownStep = progress.step
    context.progress.show(what, describe(progress, now - begun), 'busy')
  }
}

/** `tasks: 512,000 of 1,000,000 rows, 110 MB, about 12 s left` */
function describe({ step, rows, totalRows, bytes }: DumpProgress, elapsedMs: number): string {
  if (rows >= totalRows) return step
  const left =
    rows === 0 ? '' : `, about ${Math.max(1, Math.round((elapsedMs / rows) * ((totalRows - rows) / 1000)))} s left`
  return `${step}: ${number(rows)} of ${number(totalRows)} rows, ${size(bytes)}${left}`
}

export const number = (value: number) => value.toLocaleString('en')

/** Bytes in the unit that people read: `54 MB`. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const unit = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** unit
  return `${value.toFixed(unit > 0 && value < 10 ? 1 : 0)} ${units[unit]}`
}

/** In the unit that matters: `12 min`, `5 h`, `3 d`. */
export function ago(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 90) return `${minutes} min`
  return minutes < 36 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`
}
