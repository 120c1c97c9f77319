import { resolve } from 'node:path'
import type { Context } from '../context.ts'
import { customDump } from '../database/custom.ts'
import { type DatabaseFlags, withHouse } from '../database/house.ts'
import { number, showProgress, size } from '../database/progress.ts'
import { usageFailure } from '../failure.ts'

export type DumpFlags = DatabaseFlags & { format: string; force?: boolean }

/** Writes the whole house to one file, or to stdout when that is `-`. */
export async function dbDump(
  stack: Parameters<typeof withHouse>[0],
  path: string,
  flags: DumpFlags,
  context: Context,
): Promise<void> {
  if (flags.format !== 'house' && flags.format !== 'custom')
    throw usageFailure(`There is no format '${flags.format}'`, 'use --format house, or --format custom for pg_restore')
  await withHouse(stack, flags, context, async (house) => {
    if (flags.format === 'custom') return customDump(house, resolve(path), flags, context)
    const { dump } = await import('@ichrisbirch/db/dumps/write')
    const options = { source: stack.name, signal: context.signal, onProgress: showProgress(context, 'dump') }
    const bytes = dump(house.server, options)
    if (path === '-') return toStandardOutput(bytes)
    const { writeDumpFile } = await import('@ichrisbirch/db/dumps/file')
    const manifest = await writeDumpFile(resolve(path), bytes, { replace: flags.force ?? false })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    context.progress.say(`${path}: ${number(rows)} rows, ${size(manifest.bytes)} before compression`)
  })
}

async function toStandardOutput(bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of bytes) {
    await new Promise<void>((done, fail) => process.stdout.write(piece, (error) => (error ? fail(error) : done())))
  }
}
