import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EnvironmentName, environments } from '../cli/src/environments.ts'
import { makeSecrets } from '../cli/src/secrets.ts'
import { type Rendered, root } from './docker-render.ts'

const run = promisify(execFile)
const prefix = 'ichrisbirch-e2e-'

/** Why no container can be started on this machine; undefined where it can. */
export function whyNoEngine(): string | undefined {
  const { status } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore' })
  return status === 0 ? undefined : 'no Docker engine answers on this machine'
}

/**
 * A copy of the checkout as it is now, whose files a test may change and whose state is nobody's data.
 * Removes first what killed runs have left: their containers, volumes, networks, images and copies.
 */
export function copyCheckout(): string {
  removeLeftovers()
  const copy = join(tmpdir(), `${prefix}${process.pid}`)
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\0').filter(Boolean)) cpSync(join(root, file), join(copy, file), { force: true })
  return copy
}

function removeLeftovers(): void {
  const projects = JSON.parse(docker('compose', 'ls', '--all', '--format', 'json')) as { Name: string }[]
  for (const { Name } of projects) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(Name)?.[1]
    if (!pid || isRunning(Number(pid))) continue
    docker('compose', '-p', Name, 'down', '--volumes', '--remove-orphans')
    rmSync(join(tmpdir(), `${prefix}${pid}`), { recursive: true, force: true })
  }
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

/** One environment of a copied checkout in real containers, under a project name and on ports of its own. */
export class DockerHouse {
  readonly project: string
  readonly environment: EnvironmentName
  readonly domain: string
  readonly secretsFolder: string
  private readonly copy: string
  private readonly variables: Record<string, string>

  private constructor(copy: string, environment: EnvironmentName, variables: Record<string, string>) {
    this.copy = copy
    this.environment = environment
    this.project = `${prefix}${process.pid}-${environment}`
    this.domain = environments[environment].domain ?? 'example.localhost'
    this.secretsFolder = join(copy, '.ichrisbirch', environment, 'secrets')
    this.variables = variables
  }

  /** What the command-line tool makes on a first start: folders, secrets, certificates, the proxy network. */
  static async make(copy: string, environment: EnvironmentName, extra: Record<string, string> = {}) {
    const state = join(copy, '.ichrisbirch', environment)
    const variables: Record<string, string> = {
      ICHRISBIRCH_STATE: state,
      AWS_CONFIG_DIR: join(state, 'aws'),
      HOST_UID: String(process.getuid?.() || 1000),
      HOST_GID: String(process.getgid?.() || 1000),
      DOMAIN: 'example.localhost',
      ...extra,
    }
    for (const name of Object.keys(environments[environment].ports)) variables[name] = String(await freePort())
    mkdirSync(join(state, 'aws'), { recursive: true })
    const house = new DockerHouse(copy, environment, variables)
    makeSecrets((JSON.parse(await house.compose('config', '--format', 'json')) as Rendered).secrets)
    house.makeCertificate(join(state, 'certs'))
    if (!docker('network', 'ls', '--format', '{{.Name}}').split('\n').includes('proxy'))
      docker('network', 'create', 'proxy')
    return house
  }

  /** @throws with the last log lines of every service when something does not become healthy. */
  async start(...services: string[]): Promise<void> {
    try {
      await this.compose('up', '--detach', '--build', '--wait', '--wait-timeout', '240', ...services)
    } catch (error) {
      const { stderr } = error as { stderr?: string }
      throw new Error(`${stderr?.slice(-2000)}\n${await this.compose('logs', '--no-color', '--tail', '15')}`, {
        cause: error,
      })
    }
  }

  async stop(): Promise<void> {
    await this.compose('down', '--remove-orphans')
  }

  /** Leaves nothing: containers, volumes, networks, image. */
  async remove(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans')
    const image = `${this.project}:${environments[this.environment].target}`
    spawnSync('docker', ['image', 'rm', '--force', image], { stdio: 'ignore' })
  }

  async compose(...parameters: string[]): Promise<string> {
    const files = environments[this.environment].layers.flatMap((file) => ['-f', file])
    const { stdout } = await run('docker', ['compose', '-p', this.project, ...files, ...parameters], {
      cwd: this.copy,
      env: { ...process.env, ...this.variables },
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
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
        ...(isOurs
          ? { ca: readFileSync(join(this.secretsFolder, '../certs/cert.pem')) }
          : { rejectUnauthorized: false }),
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

  private makeCertificate(folder: string): void {
    if (environments[this.environment].certificates !== 'local') return
    mkdirSync(folder, { recursive: true })
    const parameters = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=e2e'.split(' ')
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]
    const names = `subjectAltName=DNS:*.${this.domain}`
    execFileSync('openssl', ['req', '-x509', ...parameters, '-addext', names, ...files], { stdio: 'ignore' })
    // Traefik runs as a user of its own; the state folder above is what is closed to others.
    for (const name of ['key.pem', 'cert.pem']) {
      const path = join(folder, name)
      writeFileSync(path, readFileSync(path), { mode: 0o644 })
      execFileSync('chmod', ['644', path])
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
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
