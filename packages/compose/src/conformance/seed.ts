import { execFileSync } from 'node:child_process'

/**
 * Where the random cases of a test run begin: new with every commit, and the same wherever that commit is tested, so
 * that what CI finds was found by hand before. `TEST_SEED` repeats one; a copy without its history gets the day's.
 */
export function testSeed(): number {
  const { TEST_SEED } = process.env
  if (TEST_SEED) return Number(TEST_SEED)
  try {
    const commit = execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return Number.parseInt(commit.slice(0, 7), 16)
  } catch {
    return Math.floor(Date.now() / 86_400_000) * 1000 // no git here, or no commit
  }
}
