import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Context } from '../context.ts'
import { rememberedPorts } from '../engines/ports.ts'
import { type EnvironmentName, environmentNames, type Stack, stackFor } from '../environments.ts'
import { Failure, usageFailure } from '../failure.ts'
import { readCredentials } from './credentials.ts'

/** Whose data a command is about. */
export type House = {
  /** The name that its credential is kept under. */
  id: string
  /** Where its API answers. */
  url: string
  /** How a person calls it. */
  title: string
  /** What chooses it again: `--environment dev`. */
  flags: string
}

export type HouseFlags = { environment?: string; house?: string }

/** The house that is asked for, otherwise the environment that runs, otherwise the one house that is signed in to. */
export async function findHouse(flags: HouseFlags, context: Context): Promise<House> {
  if (flags.house !== undefined && flags.environment !== undefined)
    throw usageFailure('--house and --environment exclude each other', 'give one of them')
  if (flags.house !== undefined) return remoteHouse(flags.house, context.signal)
  if (flags.environment !== undefined) return environmentHouse(parseEnvironment(flags.environment), context.root)
  return defaultHouse(context)
}

function defaultHouse(context: Context): House {
  const running = environmentNames.filter((name) => isRunning(stackFor(name, context.root)))
  const known = readCredentials()
  const houses = running.map((name) => environmentHouse(name, context.root))
  const signedIn = houses.filter(({ id }) => known[id])
  const [chosen, ...others] = signedIn.length > 0 ? signedIn : houses
  if (chosen && others.length === 0) return chosen
  if (chosen) {
    throw usageFailure(
      `Several environments are running: ${running.join(', ')}`,
      `say which: --environment ${running.join(' or --environment ')}`,
    )
  }
  const remote = Object.entries(known).filter(([id]) => id.startsWith('http'))
  const [only] = remote
  if (only && remote.length === 1) {
    return { id: only[0], url: only[1].url, title: new URL(only[1].url).host, flags: `--house ${only[1].url}` }
  }
  throw new Failure('No house was found', {
    reason:
      remote.length > 1
        ? `you are signed in to several: ${remote.map(([id]) => id).join(', ')}`
        : 'no environment of this checkout is running',
    suggestion: 'start one: ./cli/ichrisbirch dev start; or name another: --house https://…',
  })
}

/** The engine is written down while an environment runs: no program has to be asked. */
const isRunning = (stack: Stack) => existsSync(join(stack.stateDirectory, 'engine.json'))

function environmentHouse(name: EnvironmentName, root: string): House {
  const [, port] = Object.entries(rememberedPorts(stackFor(name, root)).variables).find(([variable]) =>
    variable.endsWith('API_PORT'),
  ) ?? ['', 0]
  return { id: `${root}#${name}`, url: `http://127.0.0.1:${port}`, title: name, flags: `--environment ${name}` }
}

function parseEnvironment(name: string): EnvironmentName {
  const environment = environmentNames.find((known) => known === name)
  if (!environment)
    throw usageFailure(`There is no environment '${name}'`, `use one of: ${environmentNames.join(', ')}`)
  return environment
}

/** A person knows the address of the pages; the API is beside them, under api. */
async function remoteHouse(address: string, signal: AbortSignal): Promise<House> {
  const url = parseAddress(address)
  // Node brings its own list of authorities; a person's house may be signed by one that only their machine trusts.
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')])
  const candidates = [url.origin, `${url.protocol}//api.${url.host.replace(/^(app|chat)\./, '')}`]
  for (const candidate of new Set(candidates)) {
    if (readCredentials()[candidate] || (await isApi(candidate, signal))) {
      return { id: candidate, url: candidate, title: url.host, flags: `--house ${candidate}` }
    }
  }
  throw new Failure(`There is no house at ${url.origin}`, {
    reason: `neither ${[...new Set(candidates)].join(' nor ')} answers as its API`,
    suggestion: 'check the address; it is the one that your browser shows',
  })
}

function parseAddress(address: string): URL {
  const url = URL.parse(address.includes('://') ? address : `https://${address}`)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usageFailure(`'${address}' is no address of a house`, 'for example: --house https://app.example.org')
  }
  if (url.protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\]|.*\.localhost)$/.test(url.hostname)) {
    throw usageFailure('Over http your password and key could be read on the way', `use https://${url.host}`)
  }
  return url
}

async function isApi(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/auth-status/`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    })
    return typeof ((await response.json()) as { signUp?: unknown }).signUp === 'string'
  } catch (error) {
    if (signal.aborted) throw error
    return false // nobody, or something else, answers there
  }
}
