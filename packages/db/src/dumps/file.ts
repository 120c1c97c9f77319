import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { decrypt } from '../backups/encryption.ts'
import { DumpFault } from './fault.ts'
import { decodeLastRecord, type DumpManifest, manifestLength, readRecords } from './format.ts'

/**
 * Writes a dump, or a backup as it lies in its place, to a file that only its owner may read. The name is taken when every byte is on the disk, not before;
 * what a killed run has left beside it is removed. @throws DumpFault `taken` when there is a file of that name.
 * @returns what the generator returns.
 */
export async function writeDumpFile<Result>(
  path: string,
  bytes: AsyncGenerator<Buffer, Result>,
  options: { replace?: boolean } = {},
): Promise<Result> {
  if (!options.replace && (await exists(path))) throw new DumpFault('taken', `There is a file ${path} already`)
  await removeAbandoned(path)
  const draft = draftOf(path, process.pid)
  const file = await open(draft, 'wx', 0o600)
  writing.add(draft)
  try {
    const result = await writeAll(file, bytes)
    await file.sync()
    await file.close()
    await rename(draft, path)
    await syncFolder(dirname(path))
    return result
  } catch (error) {
    await bytes.return(undefined as never).catch(() => {}) // the first failure is the one to tell
    await file.close().catch(() => {})
    await rm(draft, { force: true })
    throw error
  } finally {
    writing.delete(draft)
  }
}

/** What this process writes now. In containers a process that was killed had the same number as the next one. */
const writing = new Set<string>()

async function writeAll<Result>(file: FileHandle, bytes: AsyncGenerator<Buffer, Result>): Promise<Result> {
  for (;;) {
    const next = await bytes.next()
    if (next.done) return next.value
    await file.writeFile(next.value) // a handle goes on where it is
  }
}

const draftOf = (path: string, pid: number) => join(dirname(path), `.${basename(path)}.${pid}.partial`)

async function removeAbandoned(path: string): Promise<void> {
  const [prefix, suffix] = [`.${basename(path)}.`, '.partial']
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) continue
    const draft = join(dirname(path), name)
    const pid = Number(name.slice(prefix.length, -suffix.length))
    const isAtWork = pid === process.pid ? writing.has(draft) : isAlive(pid)
    if (pid > 0 && !isAtWork) await rm(draft, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The new name itself must outlive a power cut. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

/**
 * Its bytes, in pieces that grow no memory; decrypted where it is encrypted.
 * @param key as in the file that age-keygen writes.
 */
export function readDumpFile(path: string, key?: string): AsyncIterable<Buffer> {
  return decrypt(createReadStream(path, { highWaterMark: 1 << 18 }), key)
}

/** Reads a whole file and compares its hash, in a few seconds a gigabyte. No database is needed. @throws DumpFault. */
export async function checkDumpFile(path: string, key?: string): Promise<DumpManifest> {
  let manifest: DumpManifest | undefined
  for await (const record of readRecords(readDumpFile(path, key)))
    if (record.kind === 'manifest') manifest = record.manifest
  if (!manifest) throw new DumpFault('cut', 'The dump is cut off: its end is missing')
  return manifest
}

/** What a file says about itself at its end, without reading all of it. @throws DumpFault. */
export async function readManifest(path: string): Promise<DumpManifest> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const end = await readAt(file, Math.max(0, size - 4), 4)
    const length = manifestLength(end)
    if (length === 0 || length > size) throw new DumpFault('cut', 'The dump is cut off, or it is none')
    return decodeLastRecord(await readAt(file, size - length, length))
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
