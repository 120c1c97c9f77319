import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project, Service } from '@ichrisbirch/compose/project'
import type { Stack } from '../../environments.ts'
import { Failure } from '../../failure.ts'

/** The rendered compose model, as `docker compose config` prints it. */
export type Model = Project
export type { Service }

export function serviceOf(name: string, model: Model): Service {
  const service = model.services[name]
  if (!service) throw new Failure(`There is no service '${name}' in the compose files`)
  return service
}

/** Renders the layers of a stack with our own loader, which also reads .env: no Docker needed. */
export async function renderModel(stack: Stack, variables: Record<string, string>): Promise<Model> {
  const { loadProject } = await import('@ichrisbirch/compose/load')
  return loadProject({
    files: stack.files.map((file) => join(stack.root, file)),
    environment: { ...definedVariables(), ...variables },
    projectName: stack.projectName,
    projectDirectory: stack.root,
    readFile: readIfThere,
  })
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
