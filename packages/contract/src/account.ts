import { z } from 'zod'
import { DIGEST_WISHES } from './digests.ts'
import { endpoint } from './endpoint.ts'
import { line, TimeZone } from './wire.ts'

export const Theme = z.enum(['light', 'dark', 'system'])

/** Degrees of OKLCH: the colour of what is chosen and of what can be pressed. Each can be read in light and in dark. */
export const AccentHue = z.literal([10, 40, 70, 100, 130, 160, 190, 220, 250, 280, 310, 340])
export type AccentHue = z.infer<typeof AccentHue>

export const DigestWish = z.enum(DIGEST_WISHES).describe('a daily digest: none, a page, or that and an e-mail')

/** The signed-in person and what they prefer. */
export const Account = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    admin: z.boolean(),
    timeZone: z.string(),
    dayStartHour: z.int().describe('the hour, 0 to 12, at which the day begins'),
    theme: Theme,
    accentHue: AccentHue,
    digest: DigestWish,
    today: z.string().describe("the person's day at the time of the answer"),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

export const AccountChange = z
  .strictObject({
    name: line(100).optional(),
    timeZone: TimeZone.optional(),
    dayStartHour: z.int().min(0).max(12).optional(),
    theme: Theme.optional(),
    accentHue: AccentHue.optional(),
    digest: DigestWish.optional(),
  })
  .meta({ examples: [{ name: 'Grace' }] })
export type AccountChange = z.output<typeof AccountChange>

/** Passwords: length alone counts (NIST SP 800-63B, ASVS 6.2). The upper bound keeps hashing affordable. */
export const PASSWORD_LENGTH = { min: 10, max: 128 }

/** open: anyone may sign up. code: the first account, with the one-time code. closed: nobody. */
export const SignUpState = z.enum(['open', 'code', 'closed'])

export const account = {
  getSignUpState: endpoint({
    method: 'GET',
    path: '/auth-status/',
    summary: 'Whether an account can be made here now',
    status: 200,
    answer: z.object({ signUp: SignUpState }),
    who: 'anyone',
  }),
  getAccount: endpoint({
    method: 'GET',
    path: '/account/',
    summary: 'The signed-in person',
    status: 200,
    answer: Account,
    tool: 'read',
  }),
  changeAccount: endpoint({
    method: 'PATCH',
    path: '/account/',
    summary: 'Change name and preferences',
    status: 200,
    body: AccountChange,
    answer: Account,
  }),
  /** So that a program that has a key, and no password, can sign itself out. */
  deleteOwnKey: endpoint({
    method: 'DELETE',
    path: '/account/key/',
    summary: 'Revoke the API key that this is asked with',
    status: 204,
    who: 'key',
  }),
}
