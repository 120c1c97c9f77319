import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { commandLine, endProcesses, type FoundProcess, findProcesses, isAlive, signalProcess } from '../../processes.ts'
import type { RunOptions } from '../engine.ts'
import { readPlan, readState } from './state.ts'

const leftoverGraceMs = 5000

/**
 * All living processes of a stack, whoever started them and whether or not anybody supervises them still. Redis, like
 * PostgreSQL, writes its title over its environment: the supervisor's record and the working directory tell it.
 */
export function processesOf(stateDirectory: string): FoundProcess[] {
  const dataFolders = (readPlan(stateDirectory)?.services ?? []).flatMap(
    ({ postgres }) => postgres?.dataDirectory ?? [],
  )
  const found = findProcesses(stateDirectory, [...dataFolders, join(stateDirectory, 'redis')])
  for (const { name, process: recorded } of readState(stateDirectory)?.services ?? []) {
    if (!recorded || !isAlive(recorded) || found.some(({ pid }) => pid === recorded.pid)) continue
    found.push({ ...recorded, service: name, command: commandLine(recorded.pid) })
  }
  return found
}

/**
 * Leaves no process of a stack behind. The supervisor stops its services in order; whatever it does not (it may have
 * been killed itself) is asked to end, and then killed, by name.
 * @returns whether anything was running.
 */
export async function stopProcesses(stateDirectory: string, options: RunOptions): Promise<boolean> {
  const supervisor = readState(stateDirectory)?.supervisor
  const wasSupervised = supervisor !== undefined && signalProcess(supervisor, 'SIGTERM')
  if (wasSupervised) {
    const grace = Math.max(0, ...(readPlan(stateDirectory)?.services ?? []).map((service) => service.graceMs))
    await followStop(stateDirectory, options, performance.now() + grace * 3 + 5000)
  }
  const left = processesOf(stateDirectory)
  if (left.length > 0) {
    const names = [...new Set(left.map((found) => found.service))].join(', ')
    options.progress.say(`Ending processes that nobody supervises: ${names}`)
    const killed = await endProcesses(() => processesOf(stateDirectory), leftoverGraceMs)
    for (const { service, pid, command } of killed) {
      options.progress.say(
        `${service} (process ${pid}, ${command}) did not end in ${leftoverGraceMs / 1000} s and was killed`,
      )
    }
  }
  removeTemporaryFolders(stateDirectory)
  return wasSupervised || left.length > 0
}

async function followStop(stateDirectory: string, options: RunOptions, giveUp: number): Promise<void> {
  for (;;) {
    const state = readState(stateDirectory)
    for (const service of state?.services ?? []) {
      if (service.phase === 'stopping') options.progress.show(service.name, 'stopping', 'busy')
      if (service.phase === 'stopped') options.progress.show(service.name, 'stopped', 'idle')
    }
    if (!isAlive(state?.supervisor)) return
    if (performance.now() > giveUp) {
      const slow = state?.services.filter((service) => service.phase === 'stopping').map((service) => service.name)
      options.progress.say(`The supervisor does not end (still stopping: ${slow?.join(', ') || 'nothing'}): killing it`)
      if (state) signalProcess(state.supervisor, 'SIGKILL')
    }
    await delay(25)
  }
}

/** A supervisor that was killed could not remove what stood for a tmpfs. */
function removeTemporaryFolders(stateDirectory: string): void {
  for (const { temporaryDirectory } of readPlan(stateDirectory)?.services ?? []) {
    if (temporaryDirectory) rmSync(temporaryDirectory, { recursive: true, force: true })
  }
}
