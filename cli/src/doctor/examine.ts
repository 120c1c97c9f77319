import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import { renderStack } from '../engines/local/prepare.ts'
import type { Stack } from '../environments.ts'
import { asFailure } from '../failure.ts'
import { checkAbandoned } from './abandoned.ts'
import { checkBackups } from './backups.ts'
import { checkCertificates } from './certificates.ts'
import { type Check, type Finding, problem, type Scene } from './check.ts'
import { checkCredentials } from './credentials.ts'
import { checkDatabase } from './database.ts'
import { checkDocker } from './docker.ts'
import { checkHostNames } from './host-names.ts'
import { checkImage } from './image.ts'
import { checkLayers } from './layers.ts'
import { checkLeftDatabases } from './left-databases.ts'
import { checkLeftovers } from './leftovers.ts'
import { checkClock, checkDisk, checkMemory } from './machine.ts'
import { checkNetwork } from './network.ts'
import { checkNode } from './node.ts'
import { checkPorts } from './ports.ts'
import { checkSecretFiles } from './secrets.ts'
import { checkServices } from './services.ts'
import { checkVolumes } from './volumes.ts'

/** What was found, where: `machine`, or the name of an environment. */
export type Examined = Finding & { place: string; check: string }

const environmentChecks: Record<string, Check> = {
  layers: checkLayers,
  secrets: checkSecretFiles,
  ports: checkPorts,
  network: checkNetwork,
  'host names': checkHostNames,
  certificates: checkCertificates,
  volumes: checkVolumes,
  image: checkImage,
  services: checkServices,
  database: checkDatabase,
  'left over': checkLeftDatabases,
  backups: checkBackups,
}

export async function examineMachine(context: Context): Promise<Examined[]> {
  const checks: Record<string, () => Promise<Finding[]> | Finding[]> = {
    node: () => checkNode(context.root),
    docker: checkDocker,
    disk: () => checkDisk(context.root),
    memory: () => checkMemory(),
    clock: () => checkClock(context.root),
    leftovers: () => checkLeftovers(context),
    abandoned: checkAbandoned,
    'api keys': checkCredentials,
  }
  const found: Examined[] = []
  for (const [check, run] of Object.entries(checks)) found.push(...(await runCheck('machine', check, run, context)))
  return found
}

export async function examineEnvironment(
  stack: Stack,
  asked: string | undefined,
  context: Context,
): Promise<Examined[]> {
  const engine = await chooseEngine(stack, asked)
  const model = await renderStack(stack).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  )
  const scene: Scene = { stack, engine, model, signal: context.signal }
  const found: Examined[] = []
  for (const [check, run] of Object.entries(environmentChecks))
    found.push(...(await runCheck(stack.name, check, () => run(scene), context)))
  return found
}

/** A check that fails is a finding too: the others have something to say. */
async function runCheck(
  place: string,
  check: string,
  run: () => Promise<Finding[]> | Finding[],
  context: Context,
): Promise<Examined[]> {
  context.signal.throwIfAborted()
  try {
    return (await run()).map((finding) => ({ place, check, ...finding }))
  } catch (error) {
    if (context.signal.aborted) throw error
    const { message, suggestion } = asFailure(error)
    return [{ place, check, ...problem(`it could not be looked at: ${message}`, suggestion) }]
  }
}
