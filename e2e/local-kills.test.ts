import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { ApiError, type Client, createClient } from '@ichrisbirch/contract/client'
import { isUp } from '../cli/src/engines/engine.ts'
import { LocalEngine } from '../cli/src/engines/local/local.ts'
import { stackFor } from '../cli/src/environments.ts'
import { identityOf, signalProcess } from '../cli/src/processes.ts'
import { createProgress } from '../cli/src/progress.ts'

// Production as it is, durability and sign-up code included, in a folder and on ports of its own.
const stateDirectory = mkdtempSync(join(tmpdir(), 'ichrisbirch-kills-'))
const stack = {
  ...stackFor('prod', resolve(import.meta.dirname, '..')),
  name: 'kills',
  projectName: 'ichrisbirch-kills',
  stateDirectory,
  anyPorts: true,
  endsWithCommand: true,
}
const engine = new LocalEngine(stack)
const run = { progress: createProgress(process.stderr), signal: new AbortController().signal, deadlineSeconds: 120 }
after(async () => {
  await engine.stop(run)
  rmSync(stateDirectory, { recursive: true, force: true })
})

await engine.start(run)
const client = await signUp()

async function signUp(): Promise<Client> {
  const port = await engine.port('api', 8000)
  const url = `http://127.0.0.1:${port}`
  const code = readFileSync(join(stateDirectory, 'secrets/sign_up_code'), 'utf8').trim()
  const response = await fetch(`${url}/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sign-up-code': code },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' }),
  })
  assert.equal(response.status, 200, await response.clone().text())
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return createClient({ url, headers: { cookie } })
}

/** Adds task after task, and remembers those that were acknowledged; refusals while a service is away are no loss. */
function keepAdding() {
  const acknowledged: string[] = []
  const over = new AbortController()
  const adding = (async () => {
    while (!over.signal.aborted) {
      const task = await client
        .createTask({ body: { name: `task ${acknowledged.length}` } })
        .catch((error: unknown) => {
          if (error instanceof ApiError && error.status >= 500) return wait(20)
          throw error
        })
      if (task) acknowledged.push(task.id)
      await wait(5) // the processors are for who comes back
    }
  })()
  const stop = async () => {
    over.abort()
    await adding
    return acknowledged
  }
  const added = async (count: number) => {
    while (acknowledged.length < count) await wait(10)
  }
  return { added, stop, count: () => acknowledged.length }
}

async function everyOpenTask(): Promise<Set<string>> {
  const ids = new Set<string>()
  let after: string | undefined
  do {
    const page = await client.listTasks({ query: { limit: 200, ...(after && { after }) } })
    for (const { id } of page.items) ids.add(id)
    after = page.next ?? undefined
  } while (after)
  return ids
}

/** Other processes do the service's work, and everything is well. */
async function untilReplaced(service: string, killed: number[]): Promise<void> {
  const isReplaced = async () => {
    const pids = (await engine.processes()).filter((process) => process.service === service).map(({ pid }) => pid)
    return pids.length > 0 && !pids.some((pid) => killed.includes(pid))
  }
  while (!((await isReplaced()) && isUp(await engine.status()))) await wait(50)
}

for (const service of ['postgres', 'redis', 'api', 'app', 'chat', 'scheduler']) {
  test(`kill -9 of ${service}: it comes back, and nothing acknowledged is lost`, {
    timeout: 240_000,
  }, async (context) => {
    const victims = (await engine.processes()).filter((process) => process.service === service).map(({ pid }) => pid)
    if (victims.length === 0) return context.skip(`${service} does not run here: redis-server is not installed`)
    const tasks = keepAdding()
    await tasks.added(5)

    // The end of one may be the end of others that are still to be killed.
    for (const victim of victims.map(identityOf)) signalProcess(victim, 'SIGKILL')
    await untilReplaced(service, victims)
    await tasks.added(tasks.count() + 5)

    const acknowledged = await tasks.stop()
    const there = await everyOpenTask()
    assert.deepEqual(
      acknowledged.filter((id) => !there.has(id)),
      [],
    )
  })
}
