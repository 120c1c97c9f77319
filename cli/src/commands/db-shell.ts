import type { Context } from '../context.ts'
import { output, postgresProgram } from '../database/custom.ts'
import { type DatabaseFlags, withHouse } from '../database/house.ts'
import type { Stack } from '../environments.ts'
import { runInForeground, terminal } from '../foreground.ts'

export type ShellFlags = DatabaseFlags & { admin?: boolean }

/** psql, signed in; in the services' role, which reads and writes rows and cannot drop a table, unless told otherwise. */
export async function dbShell(stack: Stack, words: string[], flags: ShellFlags, context: Context): Promise<void> {
  await withHouse(stack, flags, context, async (house) => {
    const role = flags.admin ? 'postgres' : 'ichrisbirch_services'
    if (house.engine.name === 'local' && !(await output('psql', ['--version']))) {
      const { sqlLines } = await import('../database/sql-lines.ts')
      return sqlLines(house, role, context)
    }
    const foreground = await postgresProgram(house, ['psql', ...words], { role, terminal: terminal() })
    await runInForeground(foreground, context)
  })
}
