import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { interrupted } from '../failure.ts'
import { testsConcerned } from './dependents.ts'
import { isSource, testFolders } from './files.ts'

/** An editor writes a file in several steps, and a change of branch touches many: they are one change. */
const settleMs = 150

/** Runs tests, and again those that a change concerns, until it is interrupted. */
export async function watchTests(
  files: string[],
  run: (files: string[]) => Promise<boolean>,
  { root, progress, signal }: Context,
): Promise<never> {
  const changed = new Set<string>()
  let wake = () => {}
  const folders = testFolders.filter((folder) => existsSync(join(root, folder)))
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, name) => {
      if (!name || !isSource(join(folder, name))) return
      changed.add(join(folder, name))
      wake()
    }),
  )
  signal.addEventListener('abort', () => wake())
  try {
    for (let wanted = files; ; ) {
      await run(wanted)
      progress.say('Waiting for changes; Ctrl-C ends and removes the environment')
      if (changed.size === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      progress.end()
      if (signal.aborted) throw interrupted('the watching was stopped')
      await delay(settleMs)
      const names = [...changed].sort()
      changed.clear()
      wanted = testsConcerned(root, files, names)
      progress.say(`Changed: ${names.join(', ')}; running ${wanted.length} of ${files.length} test files`)
    }
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}
