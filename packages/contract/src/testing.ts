import { execFileSync } from 'node:child_process'

/**
 * Where the random cases of a test run begin: new with every commit and the same wherever that commit is tested, so
 * that what CI finds can be found by hand. `TEST_SEED` gives another; a copy without its history gets the day's.
 */
export function testSeed(): number {
  const { TEST_SEED } = process.env
  if (TEST_SEED) return Number(TEST_SEED)
  try {
    const words = ['rev-parse', '--short=7', 'HEAD']
    const commit = execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' })
    return Number.parseInt(commit.slice(0, 7), 16)
  } catch {
    return Math.floor(Date.now() / 86_400_000) * 1000 // no git here, or no commit
  }
}

/** A number below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
