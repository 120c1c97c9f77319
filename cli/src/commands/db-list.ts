import { join } from 'node:path'
import { existsSync } from 'node:fs'
import type { Context } from '../context.ts'
import { ago, number, size } from '../database/progress.ts'
import { listSnapshots, type Snapshot } from '../database/snapshots.ts'
import type { Stack } from '../environments.ts'
import { alignColumns } from '../table.ts'

/** The snapshots of an environment, also when it does not run. */
export async function dbList(stack: Stack, flags: { json?: boolean }, context: Context): Promise<void> {
  const folder = join(stack.stateDirectory, 'snapshots')
  const snapshots = existsSync(folder) ? await listSnapshots(folder) : []
  if (flags.json) return context.print(JSON.stringify(snapshots.map(asJson), null, 2))
  if (snapshots.length === 0)
    return context.progress.say(`There is none yet. Make one: ./cli/ichrisbirch ${stack.name} db snapshot`)
  const heads = ['NAME', 'AGE', 'SIZE', 'ROWS', 'MIGRATION', '']
  for (const line of alignColumns([heads, ...snapshots.map(asRow)])) context.print(line)
}

function asRow({ name, bytes, is }: Snapshot): string[] {
  if (typeof is === 'string') return [name, '', size(bytes), '', '', is]
  return [
    name,
    ago(Date.now() - Date.parse(is.madeAt)),
    size(bytes),
    number(rowsOf(is)),
    is.migrations.at(-1)?.name ?? '',
    '',
  ]
}

function asJson({ name, file, bytes, is }: Snapshot) {
  if (typeof is === 'string') return { name, file, bytes, fault: is }
  const { madeAt, source, postgres, migrations } = is
  return { name, file, bytes, madeAt, source, postgres, rows: rowsOf(is), migration: migrations.at(-1)?.name }
}

const rowsOf = ({ tables }: { tables: { rows: number }[] }) => tables.reduce((sum, { rows }) => sum + rows, 0)
