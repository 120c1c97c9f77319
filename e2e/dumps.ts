import assert from 'node:assert/strict'
import { createClient } from '@ichrisbirch/contract/client'
import { readManifest } from '../packages/db/src/dumps/file.ts'
import { SEED_PASSWORD } from '../packages/db/src/seed.ts'
import { freePorts } from '../cli/src/ports.ts'
import { environments } from '../cli/src/environments.ts'
import { beginTool, toolEnvironment } from './tool.ts'

/** Development in a copy of the checkout, steered by the command line alone, on ports that are free now. */
export async function makeHouse(copy: string, engine: 'local' | 'docker') {
  const ports = await freePorts(Object.keys(environments.dev.ports))
  const env = toolEnvironment(ports, engine)
  const begin = (...words: string[]) => {
    const { child, ended } = beginTool(copy, ['dev', ...words], env)
    return { child, ended: ended.then(({ stdout, stderr, code }) => [stdout, stderr, code] as const) }
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

/** What a house writes by itself while it runs: sign-ins, and what its schedules do. */
const writtenByItself = ['sessions', 'schedules', 'runs', 'run_lines', 'alarms', 'backups', 'digests']

/** The tables of a dump that only people write, as its end tells them. */
export async function tablesOf(file: string) {
  return (await readManifest(file)).tables.filter(({ name }) => !writtenByItself.includes(name))
}
