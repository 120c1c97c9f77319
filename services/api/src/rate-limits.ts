import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Redis } from './redis.ts'
import { Refusal } from './refusal.ts'

const MINUTE = 60

/** Points within a time; failed sign-ins count by account and by address, so that neither can be tried at leisure. */
const LIMITS = {
  failedSignInsOfAccount: { points: 10, duration: 15 * MINUTE },
  failedSignInsOfAddress: { points: 50, duration: 15 * MINUTE },
  signUpsOfAddress: { points: 100, duration: 60 * MINUTE },
  /** Calendars ask a few times an hour, from more than one device. */
  readsOfFeed: { points: 240, duration: 60 * MINUTE },
  failedFeedsOfAddress: { points: 30, duration: 15 * MINUTE },
}

export interface RateLimits {
  /** @throws too_many_requests when it is used up already. */
  check: (limit: keyof typeof LIMITS, key: string) => Promise<void>
  /** Takes a point. */
  count: (limit: keyof typeof LIMITS, key: string) => Promise<void>
}

/** Counts in Redis, for all workers together; in this process when there is none, or while it is away. */
export function createRateLimits(redis: Redis | undefined): RateLimits {
  const limiters = Object.fromEntries(
    Object.entries(LIMITS).map(([name, options]) => {
      const memory = new RateLimiterMemory({ ...options, keyPrefix: name })
      if (!redis) return [name, memory]
      return [
        name,
        new RateLimiterRedis({
          ...options,
          keyPrefix: `limit:${name}`,
          storeClient: redis.client,
          useRedisPackage: true,
          insuranceLimiter: memory,
        }),
      ]
    }),
  ) as Record<keyof typeof LIMITS, RateLimiterRedis | RateLimiterMemory>

  return {
    async check(limit, key) {
      const used = await limiters[limit].get(key)
      if (used && used.consumedPoints >= LIMITS[limit].points) throw tooMany(used)
    },
    async count(limit, key) {
      try {
        await limiters[limit].consume(key)
      } catch (error) {
        throw error instanceof RateLimiterRes ? tooMany(error) : error
      }
    },
  }
}

function tooMany(used: RateLimiterRes): Refusal {
  const minutes = Math.max(1, Math.ceil(used.msBeforeNext / 60_000))
  return new Refusal('too_many_requests', `Too many attempts. Try again in ${minutes} minute${minutes > 1 ? 's' : ''}.`)
}
