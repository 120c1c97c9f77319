import { setTimeout as delay } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { isServiceUp } from '../engines/engine.ts'
import { Failure } from '../failure.ts'
import type { House } from './house.ts'

const secondsToRecover = 90

/** The services that are healthy now: those must be it afterwards as well. */
export async function wellNow({ engine }: House): Promise<string[]> {
  return (await engine.status()).filter(isServiceUp).map(({ service }) => service)
}

/** Services lose their connections when the house is replaced. @throws Failure when one does not come back. */
export async function untilWell(house: House, services: string[], context: Context): Promise<void> {
  const giveUp = Date.now() + secondsToRecover * 1000
  for (;;) {
    const up = await wellNow(house)
    const missing = services.filter((service) => !up.includes(service))
    if (missing.length === 0) return
    context.progress.show('services', `waiting for ${missing.join(', ')}`, 'busy')
    if (context.signal.aborted || Date.now() > giveUp) {
      throw new Failure(`${missing.join(', ')} did not come back with the new house`, {
        reason: 'so the old one is in its place again',
        suggestion: `see why: ./cli/ichrisbirch ${house.stack.name} logs ${missing[0]}`,
      })
    }
    await delay(250)
  }
}
