import { spawn } from 'node:child_process'
import { Failure, interrupted } from '../../failure.ts'

export type Outcome = { code: number; stdout: string; stderr: string }

/** Runs the real docker program to its end. Throws only when there is none. */
export function runDocker(
  parameters: string[],
  options: {
    env?: NodeJS.ProcessEnv
    cwd?: string
    signal?: AbortSignal
    timeoutMs?: number
    onLine?: (line: string) => void
  } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', parameters, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // Ctrl-C is for us: docker is told once, by us, and can finish what it has begun
    })
    let stdout = ''
    let stderr = ''
    let rest = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8')
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8')
      const lines = (rest + chunk.toString('utf8')).split(/[\r\n]+/)
      rest = lines.pop() ?? ''
      for (const line of lines) options.onLine?.(line)
    })
    const abort = () => child.kill('SIGINT')
    const timer =
      options.timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.timeoutMs)
    options.signal?.addEventListener('abort', abort)
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(error.code === 'ENOENT' ? noDocker(error) : error)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', abort)
      if (options.signal?.aborted) return reject(interrupted(`docker ${parameters[0]} was stopped`))
      resolve({ code: code ?? 1, stdout, stderr })
    })
  })
}

/** Whether a Docker engine with Compose is there to be used. */
export async function dockerAnswers(): Promise<boolean> {
  try {
    const { code } = await runDocker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5000 })
    return code === 0
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

function noDocker(error: Error): Failure {
  return new Failure('Docker is not installed', {
    reason: 'no "docker" is in PATH',
    suggestion: 'install Docker Engine with Compose 2.24.4 or newer, or leave Docker out: --engine local',
    cause: error,
  })
}
