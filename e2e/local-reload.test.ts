import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { LocalEngine } from '../cli/src/engines/local/local.ts'
import { stackFor } from '../cli/src/environments.ts'
import { createProgress } from '../cli/src/progress.ts'
import { becomes } from './becomes.ts'
import { changeFile, copyCheckout } from './checkout.ts'

// Development on the local engine, in a copy of the checkout whose sources may be changed.
const copy = mkdtempSync(join(tmpdir(), 'ichrisbirch-reload-'))
const engine = new LocalEngine({ ...stackFor('dev', copy), anyPorts: true, endsWithCommand: true })
const run = { progress: createProgress(process.stderr), signal: new AbortController().signal, deadlineSeconds: 120 }
after(async () => {
  await engine.stop(run)
  rmSync(copy, { recursive: true, force: true })
})

test('a changed source file is served without a start: api, app, chat and scheduler', async () => {
  copyCheckout(copy)
  await engine.start(run)
  const api = `http://localhost:${await engine.port('api', 8000)}`
  const app = `http://localhost:${await engine.port('app', 5000)}`
  const chat = `http://localhost:${await engine.port('chat', 8505)}`
  const cookie = await signUp(api)
  const text = async (url: string) => (await fetch(url, { headers: { cookie, accept: 'text/html' } })).text()

  changeFile(copy, 'services/api/src/app.ts', "title: 'ichrisbirch'", "title: 'changed in api'")
  changeFile(copy, 'services/app/app/pages/sign-in.tsx', "title: 'Sign in'", "title: 'changed in app'")
  changeFile(copy, 'services/chat/src/page/composer.tsx', 'Ask or add something', 'changed in chat')
  changeFile(copy, 'services/scheduler/src/start.ts', 'looking for due slots', 'changed in scheduler')

  await becomes('the API serves the change', () => text(`${api}/docs/json`), 'changed in api')
  await becomes('the app serves the change', async () => (await fetch(`${app}/sign-in`)).text(), 'changed in app')
  await becomes('the chat serves the change', () => text(chat), 'changed in chat')
  await becomes('the scheduler runs the change', () => logsOf('scheduler'), 'changed in scheduler')
})

async function signUp(api: string): Promise<string> {
  const response = await fetch(`${api}/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' }),
  })
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return cookies.join('; ')
}

async function logsOf(service: string): Promise<string> {
  const options = { services: [service], follow: false, tail: 50, since: undefined, signal: run.signal }
  let text = ''
  for await (const line of engine.logs(options)) text += `${line.text}\n`
  return text
}
