import { processConfig } from '@ichrisbirch/runtime/config'
import { z } from 'zod'

export const appConfig = {
  ...processConfig,
  /** Where the app's server reaches the API. */
  API_URL: z.url(),
  /** Where people reach the app, the API and the chat. */
  APP_ORIGIN: z.url(),
  API_ORIGIN: z.url(),
  CHAT_ORIGIN: z.url(),
}

export type AppConfig = z.output<z.ZodObject<typeof appConfig>>
