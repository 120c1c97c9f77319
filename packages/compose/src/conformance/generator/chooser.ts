import { Tagged } from './write.ts'

// Random choices from a seed: one seed always makes the same ones.

/** Numbers between 0 and 1 from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The variables that every generated stack is rendered with. */
export const VARIABLES = { ONE: '1', WORD: 'word', EMPTY: '', FLAG: 'true', DOLLAR: 'a$b', SIZE: '64m' }

/** Choices, and the kinds of value that many fields have in common. */
export class Chooser {
  readonly random: () => number

  constructor(seed: number) {
    this.random = randomFrom(seed)
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T
  }

  some<T>(items: readonly T[], probability = 0.4): T[] {
    return items.filter(() => this.chance(probability))
  }

  /** Some of them, at least one. */
  several<T>(items: readonly T[], probability = 0.4): T[] {
    const chosen = this.some(items, probability)
    return chosen.length > 0 ? chosen : [this.pick(items)]
  }

  integer(most: number): number {
    return Math.floor(this.random() * (most + 1))
  }

  list<T>(make: () => T, most = 3): T[] {
    return Array.from({ length: 1 + this.integer(most - 1) }, make)
  }

  /** Some of the fields of a mapping, at least one. */
  fields(makers: Record<string, () => unknown>, probability = 0.4): Record<string, unknown> {
    const names = Object.keys(makers)
    const chosen = this.some(names, probability)
    if (chosen.length === 0) chosen.push(this.pick(names))
    return Object.fromEntries(chosen.map((name) => [name, makers[name]?.()]))
  }

  text(plain: string): string {
    if (this.chance(0.4)) return plain
    return this.pick([
      `${plain}-\${WORD}`,
      `\${NOT_SET:-${plain}}`,
      `\${NOT_SET-}${plain}`,
      `\${EMPTY:-${plain}}$$x`,
      `\${EMPTY-other}${plain}`,
      `\${WORD:+${plain}\${ONE}}`,
      `${plain}\${NOT_SET+no}`,
      `\${EMPTY:+no}${plain}`,
      `\${WORD:?never said}${plain}`,
      `\${EMPTY?never said}${plain}`,
      `${plain}\${A:-\${B:-\${WORD}}}`,
      `${plain}$WORD`,
      `${plain}-\${DOLLAR}`,
    ])
  }

  flag(): unknown {
    return this.pick([true, false, '${FLAG}', '${NOT_SET:-false}', 'yes', 'off', 'True'])
  }

  /** A whole number in a field that Compose reads numbers from texts in. */
  count(most: number): unknown {
    return this.pick([this.integer(most), this.integer(most), '${ONE}', `\${NOT_SET:-${this.integer(most)}}`])
  }

  duration(): string {
    return this.pick(['10s', '1m30s', '500ms', '1h', '0s', '${ONE}s', '1.5s', '90s', '2h45m', '100us', '1h0m1s'])
  }

  size(): unknown {
    return this.pick(['64m', '1g', '512kb', '1.5gb', '100', '128 MB', '${SIZE}', '10K', '2tb', '7b'])
  }

  pairs(): unknown {
    const keys = this.some(['A', 'B', 'c.d', 'E_F', 'g-h/i'], 0.4)
    if (this.chance(0.4))
      return keys.map((key) => this.pick([`${key}=v`, `${key}=`, key, `${key}=\${WORD}=x`, `${key}=$$`]))
    const value = (): unknown =>
      this.pick(['v', 1, 1.5, true, '', null, '${WORD}', 'a=b', '$$x', 100_000_000, 1e21, '0644'])
    return Object.fromEntries(keys.map((key) => [key, this.chance(0.05) ? new Tagged('!reset', null) : value()]))
  }

  options(): unknown {
    return Object.fromEntries(
      this.some(['a', 'b.c', 'd'], 0.5).map((key) => [key, this.pick(['x', '${WORD}', 5, 0.5])]),
    )
  }

  command(): unknown {
    return this.pick([
      ['a', 'b c', '$$x'],
      'sh -c "echo \'x\' $$Y"',
      'run  --flag=${WORD} "two words"',
      null,
      '',
      ['${WORD}'],
      'a; b',
      'a\\ b c\\"d',
      ['--x=$$HOME', ''],
    ])
  }
}
