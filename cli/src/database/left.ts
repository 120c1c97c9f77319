import type { LeftDatabase } from '@ichrisbirch/db/dumps/scratch'
import { isHeld } from '../lock.ts'
import { databaseLock, type House } from './house.ts'

/** What killed loads and verifications have left on the server; nothing while a load is at work, which has both kinds. */
export async function leftDatabases({ stack, server }: House): Promise<LeftDatabase[]> {
  if (isHeld(databaseLock(stack))) return []
  const { listLeft } = await import('@ichrisbirch/db/dumps/scratch')
  return listLeft(server)
}

/** Removes what only took room, and makes a dump of each old house first. @returns what was done, in words. */
export async function cleanDatabases({ stack, server, snapshots }: House): Promise<string[]> {
  const { finishKilled } = await import('@ichrisbirch/db/dumps/replace')
  const { removeScratch } = await import('@ichrisbirch/db/dumps/scratch')
  const kept = await finishKilled(server, snapshots, stack.name)
  const removed = await removeScratch(server)
  return [
    ...kept.map((file) => `a load was killed here; the house before it is kept as ${file}`),
    ...removed.map((name) => `removed the database ${name}`),
  ]
}
