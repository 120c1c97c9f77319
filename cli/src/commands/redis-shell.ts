import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { Engine, Foreground } from '../engines/engine.ts'
import type { Stack } from '../environments.ts'
import { Failure } from '../failure.ts'
import { runInForeground, terminal } from '../foreground.ts'
import { readSecret } from '../secrets.ts'
import type { ExecFlags } from './exec.ts'

const service = 'redis'
// Read inside the container: on a command line or in docker's own words the password would be seen by others.
const inContainer = 'REDISCLI_AUTH=$(cat "$REDIS_PASSWORD_FILE") exec redis-cli "$@"'

/** redis-cli, signed in; with words behind it, that one command. */
export async function redisShell(stack: Stack, words: string[], flags: ExecFlags, context: Context) {
  const engine = await chooseEngine(stack, flags.engine)
  const foreground =
    engine.name === 'docker' ? await inItsContainer(engine, words) : await onThisMachine(stack, engine, words)
  await runInForeground(foreground, context)
}

function inItsContainer(engine: Engine, words: string[]): Promise<Foreground> {
  return engine.exec(service, ['sh', '-c', inContainer, 'redis-cli', ...words], { terminal: terminal() })
}

async function onThisMachine(stack: Stack, engine: Engine, words: string[]): Promise<Foreground> {
  const port = await engine.port(service, 6379)
  if (port === undefined) throw new Failure(`${stack.name} has no Redis`, { reason: 'the compose files describe none' })
  const foreground = await engine.exec(service, ['redis-cli', '-p', String(port), ...words], { terminal: terminal() })
  const password = readSecret(stack, 'redis_password')
  return { ...foreground, environment: { ...foreground.environment, REDISCLI_AUTH: password } }
}
