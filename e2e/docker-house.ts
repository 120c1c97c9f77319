import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EnvironmentName, environments } from '../cli/src/environments.ts'
import { freePorts } from '../cli/src/ports.ts'
import { copyCheckout } from './checkout.ts'

const run = promisify(execFile)
const prefix = join(tmpdir(), 'ichrisbirch-e2e-')

/** Why no container can be started on this machine; undefined where it can. */
export function whyNoEngine(): string | undefined {
  const { status } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore' })
  return status === 0 ? undefined : 'no Docker engine answers on this machine'
}

/** A copy of the checkout; removes first what killed runs have left: their containers, volumes, networks and copies. */
export function makeCopy(): string {
  removeLeftovers()
  const copy = `${prefix}${process.pid}`
  copyCheckout(copy)
  return copy
}

function removeLeftovers(): void {
  const copies = copyProjects().map(({ copy }) => copy)
  for (const copy of new Set(copies)) if (!isRunning(Number(copy.slice(prefix.length)))) removeCopy(copy)
}

/** A copy with all that it has on the engine, its images too. */
export function removeCopy(copy: string): void {
  for (const { name } of copyProjects().filter((project) => project.copy === copy)) {
    removeProject(name)
    const images = docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', name).split('\n').filter(Boolean)
    if (images.length > 0) docker('image', 'rm', '--force', ...images)
  }
  rmSync(copy, { recursive: true, force: true })
}

/** The projects of copies of the checkout, each with the folder of its copy. */
function copyProjects(): { name: string; copy: string }[] {
  const projects = JSON.parse(docker('compose', 'ls', '--all', '--format', 'json')) as {
    Name: string
    ConfigFiles: string
  }[]
  return projects.flatMap(({ Name, ConfigFiles }) => {
    const [copy] = new RegExp(`^${prefix}\\d+`).exec(ConfigFiles) ?? []
    return copy ? [{ name: Name, copy }] : []
  })
}

/** Everything of a project, and its hold on its name. */
function removeProject(name: string): void {
  docker('compose', '-p', name, 'down', '--volumes', '--remove-orphans', '--timeout', '5')
  docker('volume', 'rm', '--force', `${name}_checkout`)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export function docker(...parameters: string[]): string {
  return execFileSync('docker', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }
export type Visit = { method?: string; headers?: Record<string, string>; body?: unknown }

/** One environment of a copied checkout in real containers, run by the command-line tool on ports that are free now. */
export class DockerHouse {
  readonly environment: EnvironmentName
  readonly domain: string
  readonly stateFolder: string
  private readonly copy: string
  private readonly variables: Record<string, string>

  private constructor(copy: string, environment: EnvironmentName, variables: Record<string, string>) {
    this.copy = copy
    this.environment = environment
    this.domain = environments[environment].domain ?? 'example.localhost'
    this.stateFolder = join(copy, '.ichrisbirch', environment)
    this.variables = variables
  }

  static async make(copy: string, environment: EnvironmentName, settings: Record<string, string> = {}) {
    const ports = await freePorts(Object.keys(environments[environment].ports))
    const variables = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]))
    return new DockerHouse(copy, environment, { DOMAIN: 'example.localhost', ...variables, ...settings })
  }

  /** As Compose calls it: two checkouts on one engine have different names, decided at the first start. */
  get project(): string {
    return (JSON.parse(readFileSync(join(this.stateFolder, 'project.json'), 'utf8')) as { name: string }).name
  }

  /** @returns what the tool said. @throws with all of it when a service does not become healthy. */
  start(): Promise<string> {
    return this.tool('start', '--engine', 'docker', '--wait', '240')
  }

  stop(): Promise<string> {
    return this.tool('stop')
  }

  /** Leaves nothing: containers, volumes, networks, image. */
  remove(): void {
    if (!existsSync(join(this.stateFolder, 'project.json'))) return
    removeProject(this.project)
    const image = `${this.project}:${environments[this.environment].target}`
    spawnSync('docker', ['image', 'rm', '--force', image], { stdio: 'ignore' })
    // From now on the name may be another checkout's: removed a second time, it would be that one's house.
    rmSync(join(this.stateFolder, 'project.json'))
  }

  private async tool(...parameters: string[]): Promise<string> {
    // Its packages are those of the checkout it was copied from.
    const env = { ...process.env, ...this.variables, ICHRISBIRCH_INSTALL: 'never', CI: '' }
    try {
      const { stdout, stderr } = await run(join(this.copy, 'cli/ichrisbirch'), [this.environment, ...parameters], {
        env,
      })
      return stdout + stderr
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      throw new Error(`${this.environment} ${parameters[0]}: ${stdout}${stderr}`, { cause: error })
    }
  }

  container(service: string): string {
    return `${this.project}-${service}-1`
  }

  /** Runs a shell command in a service's container, as the user that the service runs as. */
  exec(service: string, command: string): string {
    return docker('exec', this.container(service), 'sh', '-c', command)
  }

  origin(name: string): string {
    const port = this.variables[environments[this.environment].tlsPort]
    return `https://${name}.${this.domain}:${port}`
  }

  /** Through Traefik by TLS, by the host name. The name is not looked up, as not every machine resolves *.localhost. */
  visit(name: string, path: string, { method = 'GET', headers = {}, body }: Visit = {}): Promise<Answer> {
    const { host, hostname, port } = new URL(this.origin(name))
    const isOurs = this.environment !== 'prod'
    return answerOf(
      secureRequest,
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        servername: hostname,
        // Let's Encrypt signs nothing for a name that is not in public use: production shows Traefik's own certificate.
        ...(isOurs ? { ca: readFileSync(join(this.copy, '.ichrisbirch/ca/ca.pem')) } : { rejectUnauthorized: false }),
        headers: { host, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      body,
    )
  }

  /** The same by plain HTTP. */
  visitPlain(name: string, path: string): Promise<Answer> {
    const variable = environments[this.environment].tlsPort.replace('HTTPS', 'HTTP')
    const headers = { host: `${name}.${this.domain}` }
    return answerOf(plainRequest, { host: '127.0.0.1', port: this.variables[variable], path, headers })
  }
}

function answerOf(request: typeof secureRequest, options: object, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, timeout: 60_000 }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error('no answer within a minute')))
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
