import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

const timeoutMs = 10_000

/**
 * Asks the engine for a fact, over its socket where it is on this machine: a docker process for each question would
 * take longer than the answer.
 * @returns undefined when the thing asked about does not exist.
 * @throws when the engine does not answer.
 */
export async function askEngine<T>(path: string): Promise<T | undefined> {
  const socketPath = engineSocket()
  const { status, body } = await exchange(socketPath ? openSocket(socketPath) : openByProgram(), path)
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

type Wire = { input: Writable; output: Readable; end: () => void }

function openSocket(path: string): Wire {
  const socket = connect(path)
  return { input: socket, output: socket, end: () => socket.destroy() }
}

/** The docker program's own way to its engine, wherever that is. */
function openByProgram(): Wire {
  const child = spawn('docker', ['system', 'dial-stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.on('error', (error) => child.stdout.destroy(error))
  return { input: child.stdin, output: child.stdout, end: () => child.kill() }
}

/** By HTTP/1.0: the answer ends where the connection does. */
function exchange(wire: Wire, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const late = () => wire.output.destroy(new Error(`the engine did not answer within ${timeoutMs / 1000} s`))
    const timer = setTimeout(late, timeoutMs)
    wire.output.on('data', (chunk: Buffer) => chunks.push(chunk))
    wire.output.on('error', reject)
    wire.output.on('close', () => {
      clearTimeout(timer)
      wire.end()
      const text = Buffer.concat(chunks).toString('utf8')
      const head = text.indexOf('\r\n\r\n')
      const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1])
      if (head < 0 || !status) return reject(new Error('the engine closed the connection without an answer'))
      resolve({ status, body: text.slice(head + 4) })
    })
    wire.input.on('error', () => {}) // told by the output as well
    wire.input.write(`GET ${path} HTTP/1.0\r\nHost: docker\r\n\r\n`)
  })
}
