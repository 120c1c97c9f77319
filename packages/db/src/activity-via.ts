import type { Via } from '@ichrisbirch/contract/activity'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'

/**
 * Work of which the activity says who did it. It has a connection to itself for as long as it takes: that is where the
 * triggers look.
 */
export async function writeVia<Result>(
  db: NodePgDatabase,
  via: Via,
  work: (db: NodePgDatabase) => Promise<Result>,
): Promise<Result> {
  const client = await (db as NodePgDatabase & { $client: pg.Pool }).$client.connect()
  const say = (who: string) => client.query("select set_config('ichrisbirch.via', $1, false)", [who])
  let isFit = false
  try {
    await say(via)
    try {
      return await work(drizzle(client))
    } finally {
      await say('')
      isFit = true
    }
  } finally {
    // One that may still say the wrong name is closed.
    client.release(!isFit)
  }
}
