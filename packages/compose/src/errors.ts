/** Where something is written: a file as the caller named it, and a line and column counted from 1. */
export interface Place {
  file: string
  line: number
  column: number
}

/** Why a set of compose files cannot be used, with the place to look at and, where there is one, what to write instead. */
export class ComposeError extends Error {
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly suggestion: string | undefined

  constructor(message: string, details: { at?: Place | undefined; suggestion?: string | undefined } = {}) {
    super(message)
    this.name = 'ComposeError'
    this.file = details.at?.file
    this.line = details.at?.line
    this.column = details.at?.column
    this.suggestion = details.suggestion
  }
}

/** The nearest of some known words, for "did you mean"; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const found = distance(word, candidate)
    if (found < bestDistance) [best, bestDistance] = [candidate, found]
  }
  return best
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
