import { ConfigError, processConfig, readConfig } from '@ichrisbirch/runtime/config'
import { z } from 'zod'

const origin = z.url().transform((url) => new URL(url).origin)

const shape = {
  ...processConfig,
  API_URL: z.url(),
  /** Public addresses, as a browser sees them. */
  APP_ORIGIN: origin,
  CHAT_ORIGIN: origin,
  /** Any endpoint that speaks OpenAI's chat completions, up to and without `/chat/completions`. */
  CHAT_MODEL_URL: z.url().optional(),
  CHAT_MODEL: z.string().optional(),
  CHAT_MODEL_KEY: z.string().optional(),
}

export interface Model {
  url: string
  name: string
  /** Absent for models that want none, such as one on the same machine. */
  key: string | undefined
}

export type ChatConfig = ReturnType<typeof readChatConfig>

/** @throws ConfigError */
export function readChatConfig(environment: NodeJS.ProcessEnv = process.env) {
  const { CHAT_MODEL_URL: url, CHAT_MODEL: name, CHAT_MODEL_KEY: key, ...config } = readConfig(shape, environment)
  if (!url !== !name) {
    throw new ConfigError([
      url ? 'CHAT_MODEL is missing: it names the model at CHAT_MODEL_URL' : 'CHAT_MODEL_URL is missing for CHAT_MODEL',
    ])
  }
  const model: Model | undefined = url && name ? { url, name, key } : undefined
  return { ...config, model }
}
