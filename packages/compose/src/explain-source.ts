import type { Place } from './errors.ts'
import type { Loaded } from './load.ts'

const files = new WeakMap<Loaded, Map<string, string[]>>()

/** The lines of a file that a project was loaded from, read once; none where it is gone. */
export function linesOf(file: string, loaded: Loaded): readonly string[] {
  const known = files.get(loaded) ?? new Map<string, string[]>()
  files.set(loaded, known)
  const lines = known.get(file) ?? loaded.options.readFile(file)?.split('\n') ?? []
  known.set(file, lines)
  return lines
}

/** The line of a place, without its indentation. */
export function sourceLine({ file, line }: Place, loaded: Loaded): string | undefined {
  return linesOf(file, loaded)[line - 1]?.trim()
}
