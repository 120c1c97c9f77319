import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createClient } from '@ichrisbirch/contract/client'
import { readManifest } from '../packages/db/src/dumps/file.ts'
import { SEED_PASSWORD } from '../packages/db/src/seed.ts'
import { freePorts } from '../cli/src/ports.ts'
import { environments } from '../cli/src/environments.ts'

/** Development in a copy of the checkout, steered by the command line alone, on ports that are free now. */
export async function makeHouse(copy: string, engine: 'local' | 'docker') {
  const ports = await freePorts(Object.keys(environments.dev.ports))
  const env = {
    ...process.env,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    ICHRISBIRCH_INSTALL: 'never',
    ICHRISBIRCH_ENGINE: engine,
    CI: '',
  }
  const begin = (...words: string[]) => {
    const child = spawn(join(copy, 'cli/ichrisbirch'), ['dev', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ])
    return { child, ended }
  }
  /** @returns stdout. @throws with everything that was said when it fails. */
  const tool = async (...words: string[]): Promise<string> => {
    const [stdout, stderr, code] = await begin(...words).ended
    assert.equal(code, 0, `dev ${words.join(' ')} on ${engine}: ${stdout}${stderr}`)
    return stdout
  }
  const sql = async (query: string) => (await tool('db', 'shell', '--', '-XAtc', query)).trim()
  const signIn = async (email: string) => {
    const url = `http://127.0.0.1:${ports.API_PORT}`
    const response = await fetch(`${url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: SEED_PASSWORD }),
    })
    assert.equal(response.status, 200, await response.clone().text())
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
    return createClient({ url, headers: { cookie: cookies.join('; ') } })
  }
  return { env, begin, tool, sql, signIn }
}

/** The tables of a dump but for the sessions, as its end tells them. */
export async function tablesOf(file: string) {
  return (await readManifest(file)).tables.filter(({ name }) => name !== 'sessions')
}
