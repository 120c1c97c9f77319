import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { it } from 'node:test'
import type { EngineName } from '../cli/src/engines/engine.ts'
import { type EnvironmentName, environments } from '../cli/src/environments.ts'
import { freePorts } from '../cli/src/ports.ts'
import { beginTool, type Outcome, toolEnvironment } from './tool.ts'

type Doctor = { findings: { state: string; check: string; text: string; fix?: string }[] }

/** An environment of a copied checkout in which something is made wrong, and the tool as a person types it. */
export class TroubledHouse {
  readonly copy: string
  readonly environment: EnvironmentName
  readonly engine: EngineName
  readonly ports: Record<string, number>

  private constructor(copy: string, environment: EnvironmentName, engine: EngineName, ports: Record<string, number>) {
    this.copy = copy
    this.environment = environment
    this.engine = engine
    this.ports = ports
  }

  static async start(copy: string, environment: EnvironmentName, engine: EngineName): Promise<TroubledHouse> {
    const house = new TroubledHouse(
      copy,
      environment,
      engine,
      await freePorts(Object.keys(environments[environment].ports)),
    )
    const { code, stderr } = await house.tool('start', '--wait', '240')
    assert.equal(code, 0, stderr)
    return house
  }

  /** A verb of the environment. */
  tool(...words: string[]): Promise<Outcome> {
    return this.run(this.environment, ...words)
  }

  run(...words: string[]): Promise<Outcome> {
    return beginTool(this.copy, words, toolEnvironment(this.ports, this.engine)).ended
  }

  /** What the doctor finds wrong, of the checks named: "text -> fix", a line each. */
  async problems(...checks: string[]): Promise<string> {
    const { stdout, stderr } = await this.run('doctor', this.environment, '--json')
    assert(stdout, stderr)
    return (JSON.parse(stdout) as Doctor).findings
      .filter(({ state, check }) => state === 'problem' && checks.includes(check))
      .map(({ text, fix }) => `${text} -> ${fix}`)
      .join('\n')
  }

  state(path: string): string {
    return join(this.copy, '.ichrisbirch', this.environment, path)
  }
}

/** The cases of docs/troubleshooting.md that both engines have: each is caused, found by its command, and mended by it. */
export function commonCases(house: () => TroubledHouse): void {
  it('a house that is well: the doctor has nothing against it', async () => {
    const checks = ['layers', 'services', 'database', 'ports', 'secrets', 'network', 'volumes', 'leftovers']
    assert.equal(await house().problems(...checks), '')
  })

  it('a service that does not start: status, logs, health and the doctor name it, and rotate mends it', async () => {
    const { environment } = house()
    writeFileSync(house().state('secrets/auth_secret'), 'short')
    assert.equal((await house().tool('restart', 'api', '--wait', '10')).code, 1)
    assert.match((await house().tool('status')).stdout, /^api +(failed|starting|unhealthy|stopped)/m)
    assert.match((await house().tool('logs', 'api')).stdout, /AUTH_SECRET/)
    assert.equal((await house().tool('health')).code, 1)
    const found = await house().problems('secrets', 'services')
    assert.match(
      found,
      new RegExp(`auth_secret is short .* -> \\./cli/ichrisbirch ${environment} secrets rotate auth_secret`),
    )
    assert.match(found, new RegExp(`api is .* -> \\./cli/ichrisbirch ${environment} logs api`))
    const mended = await house().tool('secrets', 'rotate', 'auth_secret', '--yes')
    assert.equal(mended.code, 0, mended.stderr)
    assert.equal((await house().tool('health', '--wait', '180')).code, 0)
  })

  it('passwords are replaced while the house runs', async () => {
    const names = ['postgres_password', 'database_password', 'redis_password']
    const rotated = await house().tool('secrets', 'rotate', ...names, '--yes')
    assert.equal(rotated.code, 0, rotated.stderr)
    assert.equal((await house().tool('health', '--wait', '180')).code, 0)
    assert.equal(await house().problems('services', 'database'), '')
  })

  it('secrets that others can look into: the doctor finds and closes them', async () => {
    chmodSync(house().state('secrets'), 0o755)
    assert.match(await house().problems('secrets'), /looked into by other users/)
    await house().run('doctor', house().environment, '--fix')
    assert.equal(await house().problems('secrets'), '')
  })

  it('a port that is taken: start starts nothing and names the process, and so does the doctor', async () => {
    await house().tool('stop')
    const [variable = '', port = 0] = Object.entries(house().ports).find(([name]) => name.endsWith('APP_PORT')) ?? []
    const server = await listen(port)
    const started = await house().tool('start')
    assert.equal(started.code, 1)
    assert.match(started.stderr, new RegExp(`Port ${port} is taken[^]*${process.pid}`))
    const found = await house().problems('ports')
    assert.match(found, new RegExp(`port ${port} \\(${variable}\\) is taken by process ${process.pid}`))
    assert.match(found, new RegExp(`${variable}=\\d+ \\./cli/ichrisbirch ${house().environment} start`))
    await new Promise((resolve) => server.close(resolve))
    assert.equal(await house().problems('ports'), '')
  })
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
