import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { Failure } from '../../failure.ts'

// An import statement reads every name that the module offers, also that of a second HTTP client, which is loaded then:
// that takes longer than all the rest of `status`.
const { request } = process.getBuiltinModule('node:http')

const timeoutMs = 10_000

/**
 * Asks the engine for a fact, over its socket where it is on this machine: a docker process for each question would
 * take longer than the answer.
 * @returns undefined when the thing asked about does not exist.
 * @throws when the engine does not answer.
 */
export async function askEngine<T>(path: string): Promise<T | undefined> {
  const { status, body } = await exchange(path)
  if (status === 404) return undefined
  if (status !== 200) throw new Error(`the engine answered ${status}: ${body}`)
  return JSON.parse(body) as T
}

/** Where the engine listens; undefined where the docker program reaches it in a way of its own (a context, ssh, TLS). */
function engineSocket(): string | undefined {
  const { DOCKER_HOST, DOCKER_CONTEXT } = process.env
  if (DOCKER_HOST) return DOCKER_HOST.startsWith('unix://') ? DOCKER_HOST.slice('unix://'.length) : undefined
  const context = DOCKER_CONTEXT || configuredContext()
  return !context || context === 'default' ? '/var/run/docker.sock' : undefined
}

/** Whether its ports are those of this machine. */
export function isEngineElsewhere(): boolean {
  return /^(tcp|ssh|https?):/.test(process.env.DOCKER_HOST ?? '')
}

function configuredContext(): string | undefined {
  const file = join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json')
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as { currentContext?: string }).currentContext
}

/** The docker program's own way to its engine, wherever that is. */
function connectByProgram(): Duplex {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn('docker', ['system', 'dial-stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const connection = Duplex.from({ readable: child.stdout, writable: child.stdin })
  child.on('error', (error) => connection.destroy(error))
  connection.on('close', () => child.kill())
  return connection
}

function exchange(path: string): Promise<{ status: number; body: string }> {
  const socketPath = engineSocket()
  const way = socketPath ? { socketPath } : { createConnection: connectByProgram }
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...way, path, headers: { host: 'docker' }, agent: false, timeout: timeoutMs },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.on('error', reject)
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      },
    )
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error(`the engine did not answer within ${timeoutMs / 1000} s`)))
    sent.end()
  })
}

export function engineFailure(reason: string, cause?: unknown): Failure {
  return new Failure('The Docker engine does not answer', {
    reason,
    suggestion: 'start it (on most machines: sudo systemctl start docker), or leave Docker out: --engine local',
    cause,
  })
}
