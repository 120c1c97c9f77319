import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { makeCertificateFor } from '../../certificates/make.ts'
import { environments, type Stack } from '../../environments.ts'
import { Failure } from '../../failure.ts'
import { hostNamesOf } from '../../host-names.ts'
import { makeSecrets } from '../../secrets.ts'
import { makeStateFolder } from '../../state-folder.ts'
import { readVariables } from '../../variables.ts'
import { type ChosenPorts, portVariables, rememberedPorts } from '../ports.ts'
import { engineFailure } from './api.ts'
import { runDocker } from './command.ts'

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

/** Asked before anything is built: a person need not wait for an image to hear of a line that is missing. */
export function checkDomain(stack: Stack): void {
  if (Object.keys(hostNamesOf(stack)).length > 0) return
  throw new Failure('Production on Docker needs a DOMAIN', {
    reason: 'Traefik answers under app.DOMAIN, api.DOMAIN and chat.DOMAIN, with certificates from Let’s Encrypt',
    suggestion: 'write DOMAIN=example.org into .env; without a domain use the ports: --engine local',
  })
}

export function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const parts = (version.match(/\d+/g) ?? []).map(Number)
  for (const [index, least] of oldest.entries()) {
    if ((parts[index] ?? 0) !== least) return (parts[index] ?? 0) > least
  }
  return true
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
  if (environments[stack.environment].certificates === 'local') await makeCertificateFor(stack)
  else makeStateFolder(stack)
  mkdirSync(join(stack.stateDirectory, 'no-aws'), { recursive: true })
  makeSecrets(model.secrets)
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
