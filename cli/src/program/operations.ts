import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'

/** The verbs that run an environment: start to logs, and what opens a way into its services. */
export function addOperations(environment: Command, stack: Stack, context: Context): void {
  // What stands behind the service of `exec` is the command's own, options included.
  environment.enablePositionalOptions()
  const verb = (usage: string, description: string) =>
    environment.command(usage).description(description).option('--engine <docker|local>', 'what runs the services')
  addChanging(verb, stack, context)
  addReading(verb, stack, context)
  addWaysIn(environment, verb, stack, context)
}

type Verb = (usage: string, description: string) => Command

function addChanging(verb: Verb, stack: Stack, context: Context): void {
  const changing = (usage: string, description: string) =>
    verb(usage, description)
      .option('--dry-run', 'print the commands that would be run, and run nothing')
      .option('--json', 'each change as a line of JSON')
  const starting = (usage: string, description: string) =>
    changing(usage, description)
      .option('--wait <seconds>', 'how long all of it may take', '180')
      .option('--no-wait', 'return when the services are on their way')
  const start = starting('start', 'start every service, and return when all are healthy')
  start
    .option('--fresh', 'remove all data first (never in prod)')
    .option('--yes', 'do not ask for permission')
    .action(async (flags) => (await import('../commands/start.ts')).start(stack, flags, context))
  changing('stop', 'stop every service; data stays').action(async (flags) =>
    (await import('../commands/stop.ts')).stop(stack, flags, context),
  )
  starting('restart [services...]', 'restart services, or all of them').action(async (services, flags) =>
    (await import('../commands/restart.ts')).restart(stack, services, flags, context),
  )
  starting('rebuild [services...]', 'build anew from the sources, then run that; back to the old if it fails').action(
    async (services, flags) => (await import('../commands/rebuild.ts')).rebuild(stack, services, flags, context),
  )
}

function addReading(verb: Verb, stack: Stack, context: Context): void {
  const reading = (usage: string, description: string) => verb(usage, description).option('--json', 'for programs')
  reading('status', 'each service with its state, health, address, and what has changed since its start').action(
    async (flags) => (await import('../commands/status.ts')).status(stack, flags, context),
  )
  reading('health', 'exit code 0 when every service is healthy and answers at its address')
    .option('--wait [seconds]', 'wait for that, 180 s unless told')
    .action(async (flags) => (await import('../commands/health.ts')).health(stack, flags, context))
  reading('logs [services...]', 'all services in the order of time')
    .option('-f, --follow', 'go on as they are written')
    .option('--tail <lines>', 'lines of each service to begin with, or "all"', '100')
    .option('--since <time>', '10m, 2h, 1d, or an instant')
    .option('--until <time>', 'the same')
    .option('--level <level>', 'this grave or graver: debug, info, warn, error, fatal')
    .option('--grep <pattern>', 'lines that match a regular expression')
    .option('--request <id>', 'what all services did for one request')
    .addHelpText(
      'after',
      `
Examples:
  ichrisbirch ${stack.name} logs -f api app
  ichrisbirch ${stack.name} logs --since 1h --level warn
  ichrisbirch ${stack.name} logs --tail all --request 0199f3c2-7a1b-7c3d-9f10-2b6f0c1d4e5a`,
    )
    .action(async (services, flags) => (await import('../commands/logs.ts')).logs(stack, services, flags, context))
}

function addWaysIn(environment: Command, verb: Verb, stack: Stack, context: Context): void {
  verb('exec <service> <command...>', 'run a command where a service runs')
    .passThroughOptions()
    .addHelpText('after', `\nExample:\n  ichrisbirch ${stack.name} exec api node --version`)
    .action(async (service, words, flags) =>
      (await import('../commands/exec.ts')).exec(stack, service, words, flags, context),
    )
  verb('run <service> <command...>', 'run one command in surroundings like a service’s, gone afterwards')
    .passThroughOptions()
    .addHelpText('after', `\nExample:\n  ichrisbirch ${stack.name} run migrate node packages/db/src/migrate.ts`)
    .action(async (service, words, flags) =>
      (await import('../commands/run.ts')).run(stack, service, words, flags, context),
    )
  verb('shell <service>', 'a shell where a service runs').action(async (service, flags) =>
    (await import('../commands/shell.ts')).shell(stack, service, flags, context),
  )
  environment
    .command('redis')
    .description('the cache')
    .enablePositionalOptions()
    .command('shell [command...]')
    .description('redis-cli, signed in')
    .option('--engine <docker|local>', 'what runs the services')
    .passThroughOptions()
    .action(async (words, flags) =>
      (await import('../commands/redis-shell.ts')).redisShell(stack, words, flags, context),
    )
}
