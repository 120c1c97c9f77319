import { setTimeout as delay } from 'node:timers/promises'

/** Waits for a state, for tests: fails with the condition itself when it has not come after a minute, so that a busy machine fails nothing. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const giveUp = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error(`after ${timeoutMs} ms still not true: ${condition.toString()}`)
    await delay(20)
  }
}
