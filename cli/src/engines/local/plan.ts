import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Stack } from '../../environments.ts'
import { type Addresses, addressesOf, localEnvironment, localPaths } from './addresses.ts'
import { folderInMemory, localFolders } from './folders.ts'
import { bytes, type Model, milliseconds, type Service, serviceOf } from './model.ts'
import { planPostgres, temporaryFolder } from './postgres-place.ts'
import type { HealthCheck, Plan, PlannedService, Probe } from './state.ts'

/** The health check of our own services: the supervisor makes the request itself, a process less every few seconds. */
const ownHealthCheck = 'packages/runtime/src/healthcheck.js'

/** Why the local engine leaves a service out; undefined when it runs it. */
export function skipReason(service: Service, redisServer: string | undefined): string | undefined {
  if (service.image?.startsWith('traefik:')) return 'not run by the local engine: use the ports'
  if (service.image?.startsWith('redis:') && !redisServer) {
    return 'redis-server is not installed: the services do its work in memory'
  }
  return undefined
}

/** Turns a rendered model into what the supervisor runs. Nothing is started or changed. */
export function makePlan(
  stack: Stack,
  model: Model,
  options: {
    internalPorts: Record<string, number>
    redisServer: string | undefined
    owner: Plan['owner']
    only: string[] | undefined
  },
): Plan {
  const reasonOf = (name: string) => {
    const service = model.services[name]
    if (!service) return 'not in the model'
    return skipReason(service, options.redisServer) ?? notWanted(name, options.only)
  }
  const addresses = addressesOf(model, options.internalPorts)
  const context: Context = { stack, model, addresses, redisServer: options.redisServer, reasonOf }
  const services = Object.keys(model.services).map((name) => planService(name, context))
  return { stateDirectory: stack.stateDirectory, hash: hashOf(stack, services), owner: options.owner, services }
}

/** What runs, with some of its services as the layers say them now. What it does not run at all stays so. */
export function replanned(stack: Stack, running: Plan, now: Plan, names: string[]): Plan {
  const services = running.services.map((service) => {
    const isMeant = names.includes(service.name) && !service.skipped
    return (isMeant ? now.services.find(({ name }) => name === service.name) : undefined) ?? service
  })
  return { ...running, services, hash: hashOf(stack, services) }
}

/** Not of what the caller's own surroundings give: a start from another terminal has nothing to start anew. */
function hashOf(stack: Stack, services: PlannedService[]): string {
  const given = machineEnvironment(stack)
  const described = services.map(({ environment, ...service }) => ({
    ...service,
    environment: Object.entries(environment).filter(([name, value]) => given[name] !== value),
  }))
  return createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16)
}

type Context = {
  stack: Stack
  model: Model
  addresses: Addresses
  redisServer: string | undefined
  reasonOf: (name: string) => string | undefined
}

function notWanted(name: string, only: string[] | undefined): string | undefined {
  return !only || only.includes(name) ? undefined : 'not needed here'
}

function planService(name: string, context: Context): PlannedService {
  const { stack, model, addresses, reasonOf } = context
  const service = serviceOf(name, model)
  const isRun = (other: string) => reasonOf(other) === undefined
  const isPostgres = service.image?.startsWith('postgres:') ?? false
  const postgres = isPostgres && isRun(name) ? planPostgres(name, stack, model, addresses) : null
  const isOneShot = isWaitedForToEnd(name, model)
  const [restart, maximumRestarts] = restartPolicy(service)
  return {
    name,
    skipped: reasonOf(name) ?? null,
    command: postgres?.command ?? commandOf(name, service, context),
    environment: {
      ...machineEnvironment(stack),
      ...localFolders(localEnvironment(name, model, addresses, isRun), stack, model),
    },
    directory: postgres ? '/' : stack.root,
    dependencies: Object.entries(service.depends_on ?? {}).map(([other, { condition }]) => ({
      service: other,
      condition,
    })),
    health: isOneShot ? null : healthCheck(name, service, context),
    isOneShot,
    restart,
    maximumRestarts,
    // The official PostgreSQL image says SIGINT too: its fast shutdown, which does not wait for its clients.
    stopSignal: (service.stop_signal ?? (isPostgres ? 'SIGINT' : 'SIGTERM')) as NodeJS.Signals,
    graceMs: milliseconds(service.stop_grace_period, 10_000),
    address: addressOf(name, service, addresses),
    logs: {
      maximumBytes: bytes(service.logging?.options?.['max-size'], 10 * 1024 ** 2),
      files: Number(service.logging?.options?.['max-file'] ?? 3),
    },
    postgres: postgres?.plan ?? null,
    temporaryDirectory: postgres?.isTemporary ? temporaryFolder(stack) : folderInMemory(service, stack),
  }
}

function commandOf(name: string, service: Service, context: Context): string[] {
  const words = [...(service.entrypoint ?? []), ...(service.command ?? [])]
  if (service.image?.startsWith('redis:') && words.length === 0) return ['redis-server']
  return words.map((word) => localPaths(word, context.model))
}

/**
 * The model's own command starts `redis-server`, perhaps from a shell and with its settings on standard input: a
 * program of that name, found first, adds what is this machine's (port, loopback, a folder of its own).
 */
export function wrapRedis(stack: Stack, redisServer: string, port: number): void {
  const folder = join(stack.stateDirectory, 'redis')
  const program = join(binFolder(stack), 'redis-server')
  mkdirSync(folder, { recursive: true })
  mkdirSync(dirname(program), { recursive: true })
  writeFileSync(program, `#!/bin/sh\nexec '${redisServer}' "$@" --port ${port} --bind 127.0.0.1 --dir '${folder}'\n`)
  chmodSync(program, 0o755)
}

const binFolder = (stack: Stack) => join(stack.stateDirectory, 'bin')

/** Little of the caller's own environment: a container gets none of it either. */
function machineEnvironment(stack: Stack): Record<string, string> {
  const path = [binFolder(stack), dirname(process.execPath), join(stack.root, 'node_modules/.bin'), process.env.PATH]
  const kept = ['HOME', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS'].flatMap((key) => {
    const value = process.env[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    PATH: path.filter(Boolean).join(delimiter),
    NODE_COMPILE_CACHE: join(stack.root, '.ichrisbirch/cache/node-compile'),
  }
}

function isWaitedForToEnd(name: string, model: Model): boolean {
  return Object.values(model.services).some(
    (other) => other.depends_on?.[name]?.condition === 'service_completed_successfully',
  )
}

function restartPolicy(service: Service): ['no' | 'on-failure' | 'always', number] {
  const [policy = 'no', maximum = '0'] = (service.restart ?? 'no').split(':')
  if (policy === 'always' || policy === 'unless-stopped') return ['always', 0]
  return [policy === 'on-failure' ? 'on-failure' : 'no', Number(maximum)]
}

function addressOf(name: string, service: Service, addresses: Addresses): string | null {
  const port = addresses.mainPortOf(name)
  if (port === undefined) return null
  const isPublished = (service.ports ?? []).length > 0
  const isWeb = isPublished && service.environment?.PORT !== undefined
  return isWeb ? `http://localhost:${port}` : `127.0.0.1:${port}`
}

function healthCheck(name: string, service: Service, context: Context): HealthCheck | null {
  const check = service.healthcheck
  if (!check || check.disable || !check.test || check.test[0] === 'NONE') return null
  return {
    probe: probeOf(name, service, check.test, context),
    intervalMs: milliseconds(check.interval, 30_000),
    timeoutMs: milliseconds(check.timeout, 30_000),
    retries: check.retries ?? 3,
    startPeriodMs: milliseconds(check.start_period, 0),
  }
}

function probeOf(name: string, service: Service, test: string[], { addresses, model }: Context): Probe {
  const port = addresses.mainPortOf(name) ?? 0
  if (service.image?.startsWith('postgres:')) return { kind: 'postgres', port }
  if (service.image?.startsWith('redis:')) return { kind: 'redis', port }
  if (test.at(-1) === ownHealthCheck) return { kind: 'http', port, path: '/health' }
  const [form, ...words] = test.map((word) => localPaths(word, model))
  return { kind: 'command', command: form === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words }
}
