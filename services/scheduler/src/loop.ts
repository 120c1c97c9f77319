import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from '@ichrisbirch/runtime/log'

export interface Loop {
  /** Resolves when a round ended less than three pauses ago: a loop that hangs is not healthy. */
  check: () => Promise<void>
  /** Resolves when the round in hand has ended. */
  stop: () => Promise<void>
}

/** Does `round` again and again, `pauseMs` apart; a round that fails is logged, and the next one tries again. */
export function startLoop(log: Logger, pauseMs: number, round: (stop: AbortSignal) => Promise<unknown>): Loop {
  const stopping = new AbortController()
  let lastRound = Date.now()
  let lastError: unknown

  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await round(stopping.signal)
        lastRound = Date.now()
        lastError = undefined
      } catch (error) {
        lastError = error
        log.error({ err: error }, 'round failed; trying again')
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()

  return {
    check: async () => {
      if (lastError instanceof Error) throw lastError
      if (Date.now() - lastRound > 3 * pauseMs + 30_000) throw new Error('the loop hangs')
    },
    stop: () => {
      stopping.abort()
      return running
    },
  }
}
