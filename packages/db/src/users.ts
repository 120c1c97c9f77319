import { and, eq, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { boolean, index, integer, pgTable, smallint, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Database } from './database.ts'
import { prepareQuery, selectList } from './prepared.ts'

// The shapes of users, sessions, sign_in_methods, verifications and api_keys are better-auth's: it writes them.
// It works with Date, hence `mode: 'date'` here and nowhere else.
const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    admin: boolean('admin').notNull().default(false),
    timeZone: text('time_zone').notNull().default('UTC'),
    dayStartHour: smallint('day_start_hour').notNull().default(0),
    theme: text('theme').notNull().default('system'),
    accentHue: smallint('accent_hue').notNull().default(250),
    digest: text('digest').notNull().default('none'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  // One admin: of two first sign-ups at the same moment, one is refused.
  (table) => [
    uniqueIndex('users_one_admin').on(table.admin).where(sql`${table.admin}`),
    index('users_digest').on(table.digest).where(sql`${table.digest} <> 'none'`),
  ],
)

const userId = () =>
  uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    userId: userId(),
    token: text('token').notNull().unique(),
    expiresAt: at('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_expired').on(table.expiresAt)],
)

export const signInMethods = pgTable(
  'sign_in_methods',
  {
    id: uuid('id').primaryKey(),
    userId: userId(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: at('access_token_expires_at'),
    refreshTokenExpiresAt: at('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('sign_in_methods_user').on(table.userId)],
)

export const verifications = pgTable(
  'verifications',
  {
    id: uuid('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('verifications_identifier').on(table.identifier),
    index('verifications_expired').on(table.expiresAt),
  ],
)

export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    configId: text('config_id').notNull().default('default'),
    name: text('name'),
    start: text('start'),
    prefix: text('prefix'),
    key: text('key').notNull(),
    referenceId: uuid('reference_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    refillInterval: integer('refill_interval'),
    refillAmount: integer('refill_amount'),
    lastRefillAt: at('last_refill_at'),
    enabled: boolean('enabled').notNull().default(true),
    rateLimitEnabled: boolean('rate_limit_enabled').notNull().default(false),
    rateLimitTimeWindow: integer('rate_limit_time_window'),
    rateLimitMax: integer('rate_limit_max'),
    requestCount: integer('request_count').notNull().default(0),
    remaining: integer('remaining'),
    lastRequest: at('last_request'),
    expiresAt: at('expires_at'),
    permissions: text('permissions'),
    metadata: text('metadata'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('api_keys_key').on(table.key), index('api_keys_reference').on(table.referenceId)],
)

/** Who is asking, and how their days are counted. */
export interface Owner {
  id: string
  email: string
  name: string
  admin: boolean
  timeZone: string
  dayStartHour: number
  theme: string
  accentHue: number
  digest: string
}

const owner = {
  id: users.id,
  email: users.email,
  name: users.name,
  admin: users.admin,
  timeZone: users.timeZone,
  dayStartHour: users.dayStartHour,
  theme: users.theme,
  accentHue: users.accentHue,
  digest: users.digest,
}

/** A lookup made ready once: it runs on every request. Expired sessions find nobody. */
export function prepareFindOwnerBySession(db: NodePgDatabase): (token: string) => Promise<Owner | undefined> {
  const find = prepareQuery<Owner>(
    db,
    'find_owner_by_session',
    `select ${selectList(owner)} from users
     where id = (select user_id from sessions where token = $1 and expires_at > now())`,
  )
  return async (token) => (await find(token))[0]
}

export async function findOwner(db: Database, userId: string): Promise<Owner | undefined> {
  return (await db.select(owner).from(users).where(eq(users.id, userId)))[0]
}

export interface OwnerChange {
  name?: string | undefined
  timeZone?: string | undefined
  dayStartHour?: number | undefined
  theme?: string | undefined
  accentHue?: number | undefined
  digest?: string | undefined
}

export async function changeOwner(db: Database, userId: string, change: OwnerChange): Promise<Owner | undefined> {
  const rows = await db
    .update(users)
    .set({ ...change, updatedAt: new Date() })
    .where(eq(users.id, userId))
    .returning(owner)
  return rows[0]
}

/** From now on nobody asks with this key. Another person's stays. */
export async function deleteApiKey(db: Database, userId: string, keyId: string): Promise<void> {
  await db.delete(apiKeys).where(and(eq(apiKeys.referenceId, userId), eq(apiKeys.id, keyId)))
}

/** The one who sees what concerns the whole house; undefined before anybody signed up. */
export async function findAdmin(db: Database): Promise<Owner | undefined> {
  return (await db.select(owner).from(users).where(eq(users.admin, true)))[0]
}

export async function isAnyoneHere(db: Database): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0
}
