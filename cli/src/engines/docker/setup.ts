import { existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { makeCertificateFor } from '../../certificates/make.ts'
import { environments, type Stack } from '../../environments.ts'
import { Failure } from '../../failure.ts'
import { hostNamesOf } from '../../host-names.ts'
import { makeSecrets } from '../../secrets.ts'
import { makeStateFolder } from '../../state-folder.ts'
import { readVariables } from '../../variables.ts'
import { readJson, writeJson } from '../local/state.ts'
import { type ChosenPorts, portVariables, rememberedPorts } from '../ports.ts'
import { runDocker } from './command.ts'
import { engineFailure } from './failures.ts'

/** Older ones do not know `!override` and `!reset` as our layers use them. */
export const oldestCompose = [2, 24, 4] as const

/** A rendered model, as far as a start looks at it. */
export type RenderedModel = {
  services: Record<string, { image?: string; build?: unknown; ports?: { published?: string; host_ip?: string }[] }>
  secrets?: Record<string, { file?: string }>
  networks?: Record<string, { name: string; external?: boolean }>
}

export async function checkVersions(): Promise<void> {
  const engine = await runDocker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 10_000 })
  if (engine.code !== 0) throw engineFailure(engine.stderr.trim().split('\n')[0] || 'no answer within 10 s')
  const { code, stdout } = await runDocker(['compose', 'version', '--short'])
  const version = stdout.trim().replace(/^v/, '')
  const suggestion = `install the plugin "docker compose" ${oldestCompose.join('.')} or newer, or leave Docker out: --engine local`
  if (code !== 0)
    throw new Failure('Docker Compose is not installed', { reason: '"docker compose" is no command', suggestion })
  if (!isAtLeast(version, oldestCompose)) throw new Failure(`Docker Compose ${version} is too old`, { suggestion })
}

export function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const parts = (version.match(/\d+/g) ?? []).map(Number)
  for (const [index, least] of oldest.entries()) {
    if ((parts[index] ?? 0) !== least) return (parts[index] ?? 0) > least
  }
  return true
}

const checkoutLabel = 'ichrisbirch.checkout'

const projectFile = (stack: Stack) => join(stack.stateDirectory, 'project.json')

/** The project name as it was decided at the first start; the default before that. */
export function projectName(stack: Stack): string {
  return (readJson(projectFile(stack)) as { name?: string } | undefined)?.name ?? stack.projectName
}

/**
 * Two checkouts on one engine must not share containers or volumes: the second gets `-2` behind its name, and keeps it.
 * A volume without a remembered name belongs to somebody else, or its password is lost: it is not ours to open.
 */
export async function decideProjectName(stack: Stack): Promise<string> {
  const remembered = readJson(projectFile(stack)) as { name: string } | undefined
  if (remembered) return remembered.name
  for (let number = 1; ; number++) {
    const name = number === 1 ? stack.projectName : `${stack.projectName}-${number}`
    if ((await isInUse(name)) || !(await claimName(name, stack))) continue
    writeJson(projectFile(stack), { name })
    return name
  }
}

async function isInUse(name: string): Promise<boolean> {
  const filter = ['--filter', `label=com.docker.compose.project=${name}`]
  const containers = await runDocker(['ps', '-aq', ...filter])
  const volumes = await runDocker(['volume', 'ls', '-q', ...filter])
  return (containers.stdout + volumes.stdout).trim() !== ''
}

/**
 * Between the choice of a name and its first container an image may be built, for minutes, and another checkout would
 * choose the same. An empty volume says on the engine itself whose it is: of two that make it at once, one makes it.
 */
async function claimName(name: string, stack: Stack): Promise<boolean> {
  if (stack.anyPorts) return true // a test run's name is of its own
  const volume = `${name}_checkout`
  const make = () => runDocker(['volume', 'create', '--label', `${checkoutLabel}=${stack.stateDirectory}`, volume])
  const format = `{{index .Labels "${checkoutLabel}"}}`
  const claimant = async () => (await runDocker(['volume', 'inspect', '--format', format, volume])).stdout.trim()
  await make()
  const found = await claimant()
  if (found === stack.stateDirectory) return true
  if (mayExist(found)) return false
  await runDocker(['volume', 'rm', volume])
  await make()
  return (await claimant()) === stack.stateDirectory
}

/** Only what is certainly not there is gone: another user's folder may be closed to us. */
function mayExist(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** What the compose files ask the environment for. */
export function composeVariables(stack: Stack, ports: ChosenPorts = rememberedPorts(stack)): Record<string, string> {
  return {
    ICHRISBIRCH_STATE: stack.stateDirectory,
    HOST_UID: String(process.getuid?.() ?? 1000),
    HOST_GID: String(process.getgid?.() ?? 1000),
    AWS_CONFIG_DIR: awsFolder(stack),
    ...portVariables(stack, ports),
  }
}

/** Compose refuses to mount a folder that is not there: a machine without AWS credentials gets an empty one. */
function awsFolder(stack: Stack): string {
  const wanted = readVariables(stack.root).AWS_CONFIG_DIR?.replace(/^~(?=\/|$)/, homedir())
  const folder = wanted ?? join(homedir(), '.config/aws')
  return existsSync(folder) ? folder : join(stack.stateDirectory, 'no-aws')
}

/** Makes what the containers expect to find: folders, secrets, certificates and the network of the edge. */
export async function prepareMachine(stack: Stack, model: RenderedModel): Promise<void> {
  const isSignedHere = environments[stack.environment].certificates === 'local'
  if (isSignedHere) await makeCertificateFor(stack)
  else makeStateFolder(stack)
  mkdirSync(join(stack.stateDirectory, 'no-aws'), { recursive: true })
  makeSecrets(model.secrets)
  if (!isSignedHere && Object.keys(hostNamesOf(stack)).length === 0) {
    throw new Failure('Production on Docker needs a DOMAIN', {
      reason: 'Traefik answers under app.DOMAIN, api.DOMAIN and chat.DOMAIN, with certificates from Let’s Encrypt',
      suggestion: 'write DOMAIN=example.org into .env; without a domain use the ports: --engine local',
    })
  }
  for (const network of Object.values(model.networks ?? {})) if (network.external) await makeNetwork(network.name)
}

export async function hasNetwork(name: string): Promise<boolean> {
  return (await runDocker(['network', 'inspect', name])).code === 0
}

/** @throws Failure with the engine's words. */
export async function makeNetwork(name: string): Promise<void> {
  if (await hasNetwork(name)) return
  const { code: made, stderr } = await runDocker(['network', 'create', name])
  // Two starts at once may both have seen it missing: what counts is that it is there.
  if (made !== 0 && !stderr.includes('already exists')) {
    throw new Failure(`The network '${name}' could not be made`, {
      reason: stderr.trim(),
      suggestion: `docker network create ${name}`,
    })
  }
}
