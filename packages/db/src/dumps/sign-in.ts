import { randomBytes } from 'node:crypto'
import { inArray } from 'drizzle-orm'
import { v7 } from 'uuid'
import { openDatabase } from '../database.ts'
import { SERVICES } from '../migrations.ts'
import { prepareListOpenTasks } from '../tasks.ts'
import { prepareFindOwnerBySession, sessions, signInMethods, users } from '../users.ts'
import { DumpFault } from './fault.ts'
import type { HouseServer } from './load.ts'

/** A house may have any number of accounts; these are proof enough. */
const ACCOUNTS_TRIED = 100

/**
 * Signs in as the API does: in the services' role with the services' password, each account gets a session, is found by
 * that with the API's own query, and its tasks are listed; and whoever signs in by a password has the hash of one.
 * Leaves no session behind. @returns how many accounts there are. @throws DumpFault when one of them could not sign in.
 */
export async function checkSignIn(server: HouseServer, database: string): Promise<number> {
  const url = new URL(server.url)
  url.pathname = `/${database}`
  url.username = SERVICES
  const { db, close } = openDatabase({
    url: url.href,
    password: server.servicesPassword,
    name: 'ichrisbirch verify',
    connections: 1,
    onError: () => {}, // the next question fails, and is told
  })
  const findOwner = prepareFindOwnerBySession(db)
  const listOpenTasks = prepareListOpenTasks(db)
  const made: string[] = []

  async function signIn(userId: string, email: string): Promise<void> {
    const session = { id: v7(), userId, token: randomBytes(32).toString('base64url') }
    made.push(session.id)
    await db.insert(sessions).values({ ...session, expiresAt: new Date(Date.now() + 60_000) })
    if ((await findOwner(session.token))?.id !== userId) throw new DumpFault('no sign-in', `${email} could not sign in`)
    await listOpenTasks(userId, 1)
  }

  try {
    const accounts = await db.$count(users)
    const tried = await db
      .select({ id: users.id, email: users.email })
      .from(users)
      .orderBy(users.id)
      .limit(ACCOUNTS_TRIED)
    const methods = await db.select().from(signInMethods)
    for (const { id, email } of tried) {
      await signIn(id, email)
      const own = methods.filter(({ userId, providerId }) => userId === id && providerId === 'credential')
      if (own.some(({ password }) => !password?.startsWith('$argon2')))
        throw new DumpFault('no sign-in', `${email} has no password that could be checked`)
    }
    if (made.length > 0) await db.delete(sessions).where(inArray(sessions.id, made))
    return accounts
  } finally {
    await close()
  }
}
