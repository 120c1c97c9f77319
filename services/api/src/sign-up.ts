import { timingSafeEqual } from 'node:crypto'
import { isAnyoneHere } from '@ichrisbirch/db/users'
import type { Database } from '@ichrisbirch/db/database'
import type { ApiConfig } from './config.ts'
import { Refusal } from './refusal.ts'

/** Who may make an account: anyone, the first with the one-time code, or nobody. */
export interface SignUp {
  state: () => Promise<'open' | 'code' | 'closed'>
  /** @throws sign_up_closed */
  permit: (code: string | undefined) => Promise<void>
}

export function createSignUp(db: Database, config: Pick<ApiConfig, 'SIGN_UP' | 'SIGN_UP_CODE'>): SignUp {
  const state = async () => {
    if (config.SIGN_UP === 'open') return 'open'
    return (await isAnyoneHere(db)) ? 'closed' : 'code'
  }
  return {
    state,
    async permit(code) {
      const now = await state()
      if (now === 'closed') throw new Refusal('sign_up_closed', 'This house has its account; sign-up is closed.')
      if (now === 'code' && !(config.SIGN_UP_CODE && isSame(code ?? '', config.SIGN_UP_CODE))) {
        throw new Refusal('sign_up_closed', 'The first account needs the one-time code that `prod start` prints.')
      }
    },
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
