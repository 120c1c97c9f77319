import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from './failure.ts'
import { identityOf, isAlive, type ProcessIdentity } from './processes.ts'

type Holder = ProcessIdentity & { purpose: string }

/**
 * Holds a lock file while `work` runs, so that two commands never change one thing at the same time. The file names
 * its holder; a lock whose holder was killed is taken over.
 * @param onWait called once when somebody else holds it.
 * @param waitMs how long to wait for the other one before failing with its process number.
 */
export async function withLock<T>(
  file: string,
  options: { purpose: string; waitMs: number; onWait?: (holder: Holder) => void; signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  await takeLock(file, options)
  try {
    return await work()
  } finally {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
  }
}

async function takeLock(file: string, options: Parameters<typeof withLock>[1]): Promise<void> {
  mkdirSync(dirname(file), { recursive: true })
  const giveUp = performance.now() + options.waitMs
  for (let hasAnnounced = false; ; hasAnnounced = true) {
    if (tryLock(file, options.purpose)) return
    const holder = readHolder(file)
    if (!holder || !isAlive(holder)) {
      removeStale(file)
      continue
    }
    if (!hasAnnounced) options.onWait?.(holder)
    if (performance.now() > giveUp) {
      throw new Failure(`${holder.purpose} is still running`, {
        reason: `process ${holder.pid} holds ${file}`,
        suggestion: `wait for it, or end it with: kill ${holder.pid}`,
      })
    }
    await delay(100, undefined, { signal: options.signal })
  }
}

/** Written beside and linked into place: a lock file that exists is always complete. */
function tryLock(file: string, purpose: string): boolean {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify({ ...identityOf(process.pid), purpose } satisfies Holder))
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Two waiters may both see the same dead holder: what is removed is looked at again before it is thrown away. */
function removeStale(file: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const holder = readHolder(aside)
  if (holder && isAlive(holder)) {
    try {
      linkSync(aside, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  rmSync(aside, { force: true })
}

/** Whether somebody who is alive holds it. */
export function isHeld(file: string): boolean {
  const holder = readHolder(file)
  return holder !== undefined && isAlive(holder)
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined // removed meanwhile
  }
}
