import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DumpManifest } from '@ichrisbirch/db/dumps/format'
import { Failure, usageFailure } from '../failure.ts'

const suffix = '.dump'

export type Snapshot = {
  name: string
  file: string
  bytes: number
  /** What it says of itself, or why it cannot be read. */
  is: DumpManifest | string
}

/** The snapshots of an environment, the newest first; unreadable ones last. */
export async function listSnapshots(folder: string): Promise<Snapshot[]> {
  const { readManifest } = await import('@ichrisbirch/db/dumps/file')
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix) && !name.startsWith('.'))
  const all = names.map(async (name) => {
    const file = join(folder, name)
    const is = await readManifest(file).catch((error: Error) => error.message)
    return { name: name.slice(0, -suffix.length), file, bytes: statSync(file).size, is }
  })
  const time = ({ is }: Snapshot) => (typeof is === 'string' ? '' : is.madeAt)
  return (await Promise.all(all)).sort((a, b) => (time(a) < time(b) ? 1 : -1))
}

/** `2026-11-23T15-04-05` of now: it sorts by time, and every file system takes it. */
export const nameOfNow = () => new Date().toISOString().slice(0, 19).replaceAll(':', '-')

export function snapshotFile(folder: string, name: string): string {
  if (!/^[\w][\w.-]{0,99}$/.test(name))
    throw usageFailure(
      `'${name}' is no name for a snapshot`,
      'use letters, digits, - and _, for example: before-upgrade',
    )
  return join(folder, name + suffix)
}

/** What a person named: a file, a snapshot, or (`latest`) the newest snapshot. */
export async function findDump(
  folder: string,
  named: string | undefined,
  latest: boolean | undefined,
): Promise<string> {
  if (latest === (named !== undefined))
    throw usageFailure('Name one dump', 'a file, a snapshot of `db list`, or --latest')
  const snapshots = latest || !named?.includes('/') ? await listSnapshots(folder) : []
  const found = latest
    ? snapshots.find(({ is }) => typeof is !== 'string')
    : snapshots.find(({ name }) => name === named)
  if (found) return found.file
  if (named && statSync(named, { throwIfNoEntry: false })?.isFile()) return named
  throw new Failure(latest ? 'There is no snapshot' : `There is no file and no snapshot ${named}`, {
    suggestion: snapshots.length
      ? `one of: ${snapshots.map(({ name }) => name).join(', ')}`
      : 'see what there is: db list',
  })
}
