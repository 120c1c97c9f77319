import { join } from 'node:path'
import { houseOf, onServer } from './connection.ts'
import { writeDumpFile } from './file.ts'
import type { DumpManifest } from './format.ts'
import { empty, type HouseServer, load, type LoadOptions } from './load.ts'
import { appliedMigrations } from './schema.ts'
import { dropDatabase, listBefore, swapBack } from './scratch.ts'
import { checksums } from './tables.ts'
import { dump } from './write.ts'

export interface ReplaceOptions extends LoadOptions {
  /** What takes the house's place: the bytes of a dump, or the newest tables with nothing in them. */
  by: AsyncIterable<Uint8Array> | 'nothing'
  /** The file that the old house is kept in. There must be none of that name. */
  restorePoint: string
  /** The environment, as people call it. */
  source: string
  /** Called when the restore point is on the disk. */
  onRestorePoint?: () => void
  /** Called when the new house is in its place. When it throws, the old one takes its place again. */
  isWell?: () => Promise<void>
}

/**
 * Replaces the whole house, and keeps the old one as a dump: also what was written after that dump was begun. Whatever
 * fails and wherever it is killed, the house is whole, the old one or the new one, and what the old one had is in it, in
 * the restore point, or in a database that `finishKilled` makes a dump of.
 */
export async function replaceHouse(server: HouseServer, options: ReplaceOptions): Promise<void> {
  const { restorePoint, source, signal, onProgress } = options
  const kept = (await isEmpty(server, houseOf(server)))
    ? undefined
    : await writeDumpFile(restorePoint, dump(server, { source, signal, onProgress }))
  if (kept) options.onRestorePoint?.()
  const before = options.by === 'nothing' ? await empty(server, options) : await load(server, options.by, options)
  try {
    await options.isWell?.()
  } catch (error) {
    await swapBack(server, before)
    throw error
  }
  if (kept) await keepChanges(server, before, kept, options)
  await dropDatabase(server, before)
}

/** What was never migrated has nothing to keep. */
async function isEmpty(server: HouseServer, database: string): Promise<boolean> {
  return onServer(server, { database }, async (client) => (await appliedMigrations(client)).length === 0)
}

/** People wrote into the old house until the last moment: then its restore point is made anew, from what it was at the end. */
async function keepChanges(server: HouseServer, before: string, kept: DumpManifest, options: ReplaceOptions) {
  const last = await onServer(server, { database: before }, checksums)
  const isSame = kept.tables.every(({ name, checksum }) => last[name]?.checksum === checksum)
  if (isSame) return
  const { restorePoint, source } = options
  await writeDumpFile(restorePoint, dump(server, { source, database: before }), { replace: true })
}

/**
 * What a killed load has left on the server: the old house, after the new one has taken its place. It becomes a dump in
 * the folder. @returns the files written.
 */
export async function finishKilled(server: HouseServer, folder: string, source: string): Promise<string[]> {
  const files: string[] = []
  for (const database of await listBefore(server)) {
    const file = join(folder, `${database.slice(houseOf(server).length + 1).replace('_', '-')}.dump`)
    if (!(await isEmpty(server, database))) {
      await writeDumpFile(file, dump(server, { source, database }), { replace: true })
      files.push(file)
    }
    await dropDatabase(server, database)
  }
  return files
}
