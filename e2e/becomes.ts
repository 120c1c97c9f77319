import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'

/** Waits until what is asked for contains the text, two minutes at most; whoever does not answer yet is asked again. */
export async function becomes(what: string, ask: () => Promise<string> | string, expected: string): Promise<void> {
  const deadline = Date.now() + 120_000
  let last = ''
  while (Date.now() < deadline) {
    try {
      last = await ask()
    } catch (error) {
      last = String(error)
    }
    if (last.includes(expected)) return
    await pause(100)
  }
  assert.fail(`${what}: not within two minutes; last seen: ${last.slice(-500)}`)
}
