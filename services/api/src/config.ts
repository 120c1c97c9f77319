import { processConfig, readConfig } from '@ichrisbirch/runtime/config'
import { z } from 'zod'

const shape = {
  ...processConfig,
  DATABASE_URL: z.url(),
  DATABASE_PASSWORD: z.string().min(1),
  REDIS_URL: z.url().optional(),
  REDIS_PASSWORD: z.string().optional(),
  AUTH_SECRET: z.string().min(32),
  SIGN_UP: z.enum(['open', 'first']),
  SIGN_UP_CODE: z.string().min(16).optional(),
  API_ORIGIN: z.url(),
  APP_ORIGIN: z.url(),
  CHAT_ORIGIN: z.url(),
  COOKIE_DOMAIN: z.string().optional(),
  /** Where the scheduler's backups lie, to be downloaded. */
  BACKUP_DIRECTORY: z.string().optional(),
  /** Of Open Library, to fill in what an ISBN stands for. */
  BOOK_CATALOGUE_URL: z.url().optional(),
  API_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
}

export type ApiConfig = z.output<z.ZodObject<typeof shape>>

export const readApiConfig = (environment?: NodeJS.ProcessEnv): ApiConfig => readConfig(shape, environment)
