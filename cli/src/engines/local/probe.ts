import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import type { Probe } from './state.ts'

export type ProbeResult = { isHealthy: boolean; output: string }

/** Asks a service once whether it is healthy. Never throws: a check that cannot be made has failed, and says why. */
export async function probe(
  check: Probe,
  surroundings: { directory: string; environment: Record<string, string>; timeoutMs: number },
): Promise<ProbeResult> {
  switch (check.kind) {
    case 'http':
      return probeHttp(check, surroundings.timeoutMs)
    case 'postgres':
      return probePostgres(check.port, surroundings.timeoutMs)
    case 'redis':
      return probeRedis(check.port, surroundings.timeoutMs)
    case 'command':
      return probeCommand(check.command, surroundings)
  }
}

/** By hand over a socket: the supervisor lives as long as the environment, and node:http would double its memory. */
async function probeHttp(check: { port: number; path: string }, timeoutMs: number): Promise<ProbeResult> {
  const request = `GET ${check.path} HTTP/1.0\r\nHost: 127.0.0.1:${check.port}\r\nConnection: close\r\n\r\n`
  const answer = await exchange(check.port, Buffer.from(request), timeoutMs, () => false)
  if ('error' in answer) return { isHealthy: false, output: answer.error }
  const [head = '', ...body] = answer.bytes.toString('utf8').split('\r\n\r\n')
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1])
  return { isHealthy: status >= 200 && status < 300, output: `${status} ${body.join('').trim()}`.slice(0, 2000) }
}

/**
 * What pg_isready does: a start-up message, to which a server that takes sessions answers by asking for a password
 * (R), and one that still starts or recovers with an error (E) of class 57P03. An open port alone means nothing.
 */
async function probePostgres(port: number, timeoutMs: number): Promise<ProbeResult> {
  const body = Buffer.from('\0\x03\0\0user\0postgres\0database\0postgres\0\0', 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  const answer = await exchange(port, Buffer.concat([length, body]), timeoutMs, (bytes) => bytes.length >= 5)
  if ('error' in answer) return { isHealthy: false, output: answer.error }
  const kind = String.fromCharCode(answer.bytes[0] ?? 0)
  if (kind === 'R') return { isHealthy: true, output: 'accepting sessions' }
  const message = answer.bytes
    .toString('utf8')
    .split('\0')
    .find((field) => field.startsWith('M'))
  return { isHealthy: false, output: message?.slice(1) ?? 'no answer that PostgreSQL would give' }
}

async function probeRedis(port: number, timeoutMs: number): Promise<ProbeResult> {
  const answer = await exchange(port, Buffer.from('PING\r\n'), timeoutMs, (bytes) => bytes.includes('\r\n'))
  if ('error' in answer) return { isHealthy: false, output: answer.error }
  const line = answer.bytes.toString('utf8').trim()
  // NOAUTH is a healthy server that wants its password, which a health check does not need to know.
  return { isHealthy: line === '+PONG' || line.startsWith('-NOAUTH'), output: line }
}

type Answer = { bytes: Buffer } | { error: string }

function exchange(
  port: number,
  request: Buffer,
  timeoutMs: number,
  isComplete: (bytes: Buffer) => boolean,
): Promise<Answer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request))
    const settle = (answer: Answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => settle({ error: `127.0.0.1:${port} did not answer within ${timeoutMs} ms` }))
    socket.on('error', (error) => settle({ error: error.message }))
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      if (isComplete(bytes)) settle({ bytes })
    })
    socket.on('end', () => settle(bytes.length > 0 ? { bytes } : { error: `127.0.0.1:${port} closed the connection` }))
  })
}

function probeCommand(
  command: string[],
  surroundings: { directory: string; environment: Record<string, string>; timeoutMs: number },
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const [program = '', ...parameters] = command
    const child = spawn(program, parameters, {
      cwd: surroundings.directory,
      env: surroundings.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: surroundings.timeoutMs,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-2000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ isHealthy: false, output: error.message }))
    child.on('close', (code, signal) => {
      const ending = signal ? `no answer within ${surroundings.timeoutMs} ms` : `ended with code ${code}`
      resolve({ isHealthy: code === 0, output: output.trim() || ending })
    })
  })
}
