import type { Run } from '@ichrisbirch/contract/schedules'

/** What became of a run, as a person says it. */
export const STATE_WORDS: Record<Run['state'], string> = {
  waiting: 'waits',
  running: 'runs now',
  succeeded: 'succeeded',
  failed: 'failed, and is tried again',
  dead: 'was given up',
  skipped: 'was skipped',
}

/** A length of time in its largest unit: 250 ms, 4.2 s, 3 min, 2 h, 5 days. */
export function sayDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  const units: [unit: string, size: number][] = [
    ['days', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ]
  const [unit, size] = units.find(([, length]) => ms >= 2 * length) ?? ['s', 1000]
  return `${Math.round(ms / size)} ${unit}`
}

/** Later than this is worth a word. */
export const ON_TIME_MS = 10_000

export function sayLateness(ms: number): string {
  return ms < ON_TIME_MS ? 'on time' : `${sayDuration(ms)} late`
}

/** `28 succeeded, 1 was given up`: what the small picture shows, in words. */
export function sayRecent(recent: Run['state'][]): string {
  if (recent.length === 0) return 'It has not run yet'
  const counts = new Map<string, number>()
  for (const state of recent) counts.set(state, (counts.get(state) ?? 0) + 1)
  const parts = [...counts].map(([state, count]) => `${count} ${STATE_NOUNS[state as Run['state']]}`)
  return `The last ${recent.length === 1 ? 'run' : `${recent.length} runs`}: ${parts.join(', ')}`
}

const STATE_NOUNS: Record<Run['state'], string> = {
  waiting: 'waiting',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  dead: 'given up',
  skipped: 'skipped',
}
