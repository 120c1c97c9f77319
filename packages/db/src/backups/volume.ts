import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Place, type StoredFile, UNFINISHED_MS } from './place.ts'

/** A folder of this machine. */
export function openVolume(directory: string): Place {
  return {
    name: 'volume',
    list: () => list(directory, (name) => !name.startsWith('.')),
    read: (name, signal) => createReadStream(fileIn(directory, name), { highWaterMark: 1 << 18, signal }),
    remove: (name) => rm(fileIn(directory, name), { force: true }),
    async removeUnfinished(now) {
      const drafts = await list(directory, (name) => name.startsWith('.') && name.endsWith('.partial'))
      const old = drafts.filter(({ changed }) => now.getTime() - changed > UNFINISHED_MS)
      for (const { name } of old) await rm(join(directory, name), { force: true })
      return old.length
    },
  }
}

/** The path of a file, for who writes it. The folder is made where there is none yet. */
export async function placeInVolume(directory: string, name: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  return fileIn(directory, name)
}

/** No name leads out of the folder. */
function fileIn(directory: string, name: string): string {
  if (basename(name) !== name || name.startsWith('.')) throw new Error(`'${name}' is no name of a backup`)
  return join(directory, name)
}

async function list(
  directory: string,
  isMeant: (name: string) => boolean,
): Promise<(StoredFile & { changed: number })[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] // nothing was ever put there
    throw error
  })
  const found = []
  for (const name of names.filter(isMeant)) {
    const file = await stat(join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined // removed meanwhile
      throw error
    })
    if (file?.isFile()) found.push({ name, bytes: file.size, changed: file.mtimeMs })
  }
  return found
}
