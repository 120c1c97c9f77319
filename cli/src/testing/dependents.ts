import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** Every quoted path to another file of ours: imports, and what is started as a program by `new URL('./x.ts', …)`. */
const quotedPath = /['"](\.{1,2}\/[^'"\n]+|@ichrisbirch\/[^'"\n]+)['"]/g

/**
 * Which tests a change of files concerns: those that import one of them, directly or through others.
 * A file that no test imports (a template, a compose file) may be read by any: then it is all of them.
 * @param tests @param changed paths relative to the root.
 */
export function testsConcerned(root: string, tests: string[], changed: string[]): string[] {
  const imports = new Map<string, string[]>()
  const importsOf = (file: string) => {
    const known = imports.get(file) ?? readImports(root, file)
    imports.set(file, known)
    return known
  }
  const reached = new Map(tests.map((test) => [test, reachableFrom(test, importsOf)]))
  if (changed.some((file) => ![...reached.values()].some((files) => files.has(file)))) return tests
  return tests.filter((test) => changed.some((file) => reached.get(test)?.has(file)))
}

function reachableFrom(test: string, importsOf: (file: string) => string[]): Set<string> {
  const reached = new Set([test])
  for (const file of reached) for (const other of importsOf(file)) reached.add(other)
  return reached
}

function readImports(root: string, file: string): string[] {
  const path = join(root, file)
  if (!/\.tsx?$/.test(file) || !existsSync(path)) return []
  const quoted = [...readFileSync(path, 'utf8').matchAll(quotedPath)].map(([, name = '']) => name)
  return quoted.flatMap((name) => {
    const found = candidates(root, path, name).find((candidate) =>
      statSync(candidate, { throwIfNoEntry: false })?.isFile(),
    )
    return found ? [relative(root, found)] : []
  })
}

/** As package.json has it everywhere: "exports": {"./*": "./src/*.ts"}. */
function candidates(root: string, from: string, name: string): string[] {
  const [, room, file] = /^@ichrisbirch\/([^/]+)\/(.+)$/.exec(name) ?? []
  if (room) return [join(root, 'packages', room, 'src', `${file}.ts`)]
  return [resolve(dirname(from), name)]
}
