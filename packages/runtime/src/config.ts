import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What is wrong with the configuration: every fault, so that one restart is enough to mend them all. */
export class ConfigError extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** What every process of ours reads. */
export const processConfig = {
  NODE_ENV: z.enum(['production', 'development']).default('production'),
  ENVIRONMENT: z.enum(['dev', 'testing', 'ci', 'prod']),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
}

/**
 * Reads and checks the configuration, once, at start; nothing else reads `process.env`.
 * `NAME_FILE` is the path of a file that holds NAME (a secret); an empty variable counts as absent.
 * @throws ConfigError naming every fault, never a value: values may be secrets.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<z.ZodObject<Shape>> {
  const faults: string[] = []
  const values: Record<string, string> = {}
  for (const name of Object.keys(shape)) {
    const value = valueOf(name, environment, faults)
    if (value) values[name] = value
  }
  const parsed = z.object(shape).safeParse(values)
  if (parsed.success && faults.length === 0) return parsed.data
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0])
    if (!faults.some((fault) => fault.startsWith(`${name}_FILE `))) {
      faults.push(`${name} ${values[name] === undefined ? 'is missing' : `is wrong: ${issue.message}`}`)
    }
  }
  throw new ConfigError(faults)
}

function valueOf(name: string, environment: NodeJS.ProcessEnv, faults: string[]): string | undefined {
  const file = environment[`${name}_FILE`]
  if (!file) return environment[name]
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    faults.push(`${name}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code})`)
    return undefined
  }
}
