import { join } from 'node:path'
import type { Stack } from '../environments.ts'
import { withLock } from '../lock.ts'
import type { RunOptions } from './engine.ts'
import { portsLock } from './ports.ts'

/** Two commands never change one environment at the same time: the second says whom it waits for, and waits. */
export function alone<T>(
  stack: Stack,
  purpose: string,
  options: RunOptions,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const onWait = (other: { pid: number; purpose: string }) =>
    options.progress.say(`Another command is at work (${other.purpose}, pid ${other.pid}): waiting for it`)
  const file = join(stack.stateDirectory, 'command.lock')
  return withLock(file, { purpose: `${stack.name} ${purpose}`, waitMs, onWait, signal: options.signal }, work)
}

/** From the look at the ports until the services listen on them; a test run takes any that are free, and waits for nobody. */
export async function holdingPorts(
  stack: Stack,
  options: RunOptions,
  waitMs: number,
  work: () => Promise<void>,
): Promise<void> {
  if (stack.anyPorts) return work()
  const onWait = ({ pid }: { pid: number }) =>
    options.progress.say(`Another environment is starting (pid ${pid}): waiting for it to take its ports`)
  await withLock(portsLock(stack), { purpose: 'a start', waitMs, onWait, signal: options.signal }, work)
}
