import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Stack } from '../../environments.ts'

/** The parts of a rendered compose model that the engines read; the whole of it is `docker compose config`'s. */
export type Model = {
  name: string
  services: Record<string, ModelService>
  secrets?: Record<string, { file?: string }>
  networks?: Record<string, { name?: string; external?: boolean } | null>
}

export type ModelService = {
  image?: string
  build?: { target?: string } | null
  command?: string[] | null
  entrypoint?: string[] | null
  environment?: Record<string, string | null>
  ports?: { target: number; published?: string; host_ip?: string }[]
  depends_on?: Record<string, { condition: string; required?: boolean }>
  healthcheck?: ModelHealthCheck | null
  restart?: string
  stop_signal?: string
  stop_grace_period?: string
  tmpfs?: string[]
  volumes?: { type: string; source?: string; target: string }[]
  logging?: { options?: Record<string, string> }
}

type ModelHealthCheck = {
  test?: string[]
  disable?: boolean
  interval?: string
  timeout?: string
  retries?: number
  start_period?: string
}

/** Renders the layers of a stack with our own loader: no Docker needed. */
export async function renderModel(stack: Stack, variables: Record<string, string>): Promise<Model> {
  const { loadProject } = await import('@ichrisbirch/compose/load')
  return loadProject({
    files: stack.files.map((file) => join(stack.root, file)),
    environment: { ...dotEnv(stack.root), ...definedVariables(), ...variables },
    projectName: stack.projectName,
    projectDirectory: stack.root,
    readFile: readIfThere,
  }) as unknown as Model
}

/** Docker Compose reads .env beside the files by itself; so do we. What is exported in the shell wins over it. */
function dotEnv(root: string): Record<string, string> {
  return parseEnv(readIfThere(join(root, '.env')) ?? '') as Record<string, string>
}

function definedVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A duration as Compose prints it ("1m30s") in milliseconds. */
export function milliseconds(duration: string | undefined, otherwise: number): number {
  if (!duration) return otherwise
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, ns: 0.000001 }
  let total = 0
  for (const [, amount, unit] of duration.matchAll(/([\d.]+)(h|ms|m|us|ns|s)/g)) {
    total += Number(amount) * (units[unit ?? 's'] ?? 1000)
  }
  return total
}

/** A size as the json-file driver takes it ("10m") in bytes. */
export function bytes(size: string | undefined, otherwise: number): number {
  const match = /^(\d+)([kmg]?)b?$/i.exec(size ?? '')
  if (!match) return otherwise
  const unit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, '': 1 }[(match[2] ?? '').toLowerCase()] ?? 1
  return Number(match[1]) * unit
}
