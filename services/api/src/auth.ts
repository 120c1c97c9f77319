import { apiKey } from '@better-auth/api-key'
import { FIRST_CATEGORIES } from '@ichrisbirch/contract/categories'
import { PASSWORD_LENGTH } from '@ichrisbirch/contract/account'
import { untold } from '@ichrisbirch/db/activity'
import { insertCategories } from '@ichrisbirch/db/categories'
import { newId } from '@ichrisbirch/db/columns'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import { apiKeys, isAnyoneHere, sessions, signInMethods, users, verifications } from '@ichrisbirch/db/users'
import type { Logger } from '@ichrisbirch/runtime/log'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { ApiConfig } from './config.ts'

/** Set by us on every request passed on, from the address that Fastify trusts; a client's own is overwritten. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address'

const DAY = 24 * 60 * 60

export type Auth = ReturnType<typeof createAuth>

/** Accounts, sessions in PostgreSQL and API keys, by better-auth under /auth. */
export function createAuth(db: OpenDatabase['db'], config: ApiConfig, log: Logger) {
  return betterAuth({
    baseURL: config.API_ORIGIN,
    basePath: '/auth',
    secret: config.AUTH_SECRET,
    trustedOrigins: [config.API_ORIGIN, config.APP_ORIGIN, config.CHAT_ORIGIN],
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: users, session: sessions, account: signInMethods, verification: verifications, apikey: apiKeys },
    }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      // Argon2id with OWASP's first choice of cost; the library's own defaults are lower.
      password: {
        hash: (password) => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
        verify: ({ hash, password }) => verify(hash, password),
      },
    },
    session: { expiresIn: 60 * DAY, disableSessionRefresh: true },
    user: { additionalFields: { admin: { type: 'boolean', input: false, defaultValue: false } } },
    // Keys are not counted per request: that would be a write for each read.
    plugins: [apiKey({ enableMetadata: false, rateLimit: { enabled: false }, requireName: true })],
    // Ours are by account and address, shared by the workers: rate-limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message, ...rest) => log[level === 'error' ? 'error' : 'debug']({ rest }, message) },
    advanced: {
      database: { generateId: newId },
      // Ports share cookies on localhost: each environment needs a name of its own.
      cookiePrefix: `ichrisbirch-${config.ENVIRONMENT}`,
      useSecureCookies: config.API_ORIGIN.startsWith('https:'),
      ...(config.COOKIE_DOMAIN && { crossSubDomainCookies: { enabled: true, domain: config.COOKIE_DOMAIN } }),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const admin = !(await isAnyoneHere(db))
            // Again, here: of two that were let in at once the second must find the door shut.
            if (config.SIGN_UP === 'first' && !admin) throw new APIError('FORBIDDEN', { message: 'Sign-up is closed.' })
            return { data: { ...user, admin } }
          },
          after: (user) => untold(db, (tx) => insertCategories(tx, user.id, FIRST_CATEGORIES)),
        },
      },
    },
  })
}
