import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { type EnvironmentName, environments } from '../cli/src/environments.ts'

export const root = join(import.meta.dirname, '..')

type RenderedPort = { host_ip?: string; target: number; published: string }
type RenderedMount = {
  type: string
  source?: string
  target: string
  read_only?: boolean
}
export type RenderedService = {
  image: string
  build?: { context: string; target: string }
  command?: string[]
  environment?: Record<string, string | null>
  ports?: RenderedPort[]
  volumes?: RenderedMount[]
  tmpfs?: string[]
  secrets?: { source: string; target: string }[]
  networks: Record<string, unknown>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test?: string[]; disable?: boolean; interval?: string }
  deploy?: { resources: { limits: { cpus?: number; memory?: string; pids?: number } } }
  logging?: { driver: string; options: Record<string, string> }
  user?: string
  init?: boolean
  read_only?: boolean
  restart?: string
  cap_drop?: string[]
  security_opt?: string[]
  [key: string]: unknown
}
export type Rendered = {
  name: string
  services: Record<string, RenderedService>
  networks: Record<string, { name: string; external?: boolean; driver?: string; internal?: boolean }>
  volumes?: Record<string, { name: string }>
  secrets: Record<string, { name: string; file: string }>
}

/** Why the real Compose cannot be asked on this machine; undefined where it can. */
export function whyNoCompose(): string | undefined {
  const { status } = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' })
  return status === 0 ? undefined : 'there is no "docker compose" on this machine to render the files with'
}

/** What the real `docker compose config` makes of an environment, with nothing of this machine's own settings in it. */
export function render(environment: EnvironmentName, variables: Record<string, string> = {}): Rendered {
  return JSON.parse(compose(environment, ['config', '--format', 'json'], variables)) as Rendered
}

export function compose(
  environment: EnvironmentName,
  parameters: string[],
  variables: Record<string, string> = {},
): string {
  const files = environments[environment].layers.flatMap((file) => ['-f', file])
  return execFileSync('docker', ['compose', '--env-file', '/dev/null', ...files, ...parameters], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DOCKER_CONFIG: process.env.DOCKER_CONFIG, ...variables },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A YAML file of the repository as it is written, merge keys resolved and tags ignored. */
export function readYaml(file: string): Record<string, unknown> {
  const document = parseDocument(readFileSync(join(root, file), 'utf8'), { merge: true, logLevel: 'silent' })
  return document.toJS() as Record<string, unknown>
}
