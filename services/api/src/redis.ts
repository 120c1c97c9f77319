import type { Logger } from '@ichrisbirch/runtime/log'
import { createClient } from '@redis/client'

export type Redis = Awaited<ReturnType<typeof openRedis>>

/** Connects in the background and again after Redis was away; meanwhile commands fail at once instead of waiting. */
export async function openRedis(options: { url: string; password: string | undefined; log: Logger }) {
  const client = createClient({
    url: options.url,
    ...(options.password && { password: options.password }),
    disableOfflineQueue: true,
    socket: { connectTimeout: 2000, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 3000) },
  })
  client.on('error', (error: Error) => options.log.warn({ err: error }, 'redis'))
  // Not awaited: the API answers without Redis, its health check tells that it is away.
  client.connect().catch((error: unknown) => options.log.warn({ err: error }, 'redis'))
  return {
    client,
    ping: async () => {
      await client.ping()
    },
    close: async () => {
      client.destroy()
    },
  }
}
