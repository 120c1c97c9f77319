import { type Account, account } from '@ichrisbirch/contract/account'
import { slotOn } from '@ichrisbirch/contract/autotasks'
import { dayAt } from '@ichrisbirch/contract/days'
import { untold } from '@ichrisbirch/db/activity'
import * as autotaskRows from '@ichrisbirch/db/autotasks'
import type { Database } from '@ichrisbirch/db/database'
import { changeOwner, deleteApiKey, type Owner } from '@ichrisbirch/db/users'
import type { FastifyInstance } from 'fastify'
import type { Auth } from '../auth.ts'
import { found } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'
import type { SignUp } from '../sign-up.ts'

export function accountRoutes(
  app: FastifyInstance,
  options: RouteOptions,
  { auth, signUp }: { auth: Auth; signUp: SignUp },
): void {
  implement(app, account, options, {
    async getSignUpState() {
      return { signUp: await signUp.state() }
    },

    async getAccount({ owner }) {
      return withToday(owner)
    },

    async changeAccount({ owner, db, body }) {
      return db.transaction(async (tx) => {
        const changed = found(await changeOwner(tx, owner.id, body), 'account')
        const daysMoved = changed.timeZone !== owner.timeZone || changed.dayStartHour !== owner.dayStartHour
        if (daysMoved) await untold(tx, (untoldTx) => replanAutotasks(untoldTx, changed))
        return withToday(changed)
      })
    },

    // better-auth deletes keys for a session only, which takes the password that a program with a key has not.
    async deleteOwnKey({ owner, db, apiKey = '' }) {
      const { key } = await auth.api.verifyApiKey({ body: { key: apiKey } })
      // Of two that end it at once the second finds none: it is over all the same.
      if (key) await deleteApiKey(db, owner.id, key.id)
      return undefined
    },
  })
}

function withToday(owner: Owner): Account {
  // Only what the contract allows was ever written.
  const { theme, accentHue, digest } = owner as Pick<Account, 'theme' | 'accentHue' | 'digest'>
  return { ...owner, theme, accentHue, digest, today: dayAt(new Date(), owner) }
}

/** The next days stay; the instants at which they begin follow the person. */
async function replanAutotasks(tx: Database, owner: Owner): Promise<void> {
  for (const autotask of await autotaskRows.listPlannedAutotasks(tx, owner.id)) {
    if (autotask.nextDay === null) continue
    await autotaskRows.changeAutotask(tx, owner.id, autotask.id, slotOn(autotask.nextDay, owner))
  }
}
