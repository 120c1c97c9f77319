import { Command } from 'commander'
import type { Context } from './context.ts'
import { type EnvironmentName, environmentNames, stackFor } from './environments.ts'
import { addData, addVerbs, featureAsked } from './program/data.ts'

const about: Record<EnvironmentName, string> = {
  dev: 'development: sources are served as you change them',
  testing: 'the testing stack, beside development on other ports',
  ci: 'the testing stack as CI runs it',
  prod: 'production: the house that people live in',
}

/**
 * The list of commands. What each does is loaded only when it runs: help and mistakes are answered at once.
 * @param words the command line: of the features, only the one that it names gets its verbs.
 */
export async function createProgram(context: Context, words: string[]): Promise<Command> {
  const program = new Command('ichrisbirch')
  program
    .description('A self-hosted home for a person’s everyday records, in four environments.')
    .version('0.1.0')
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addHelpText(
      'after',
      `
Examples:
  ichrisbirch dev start          start everything and print the addresses
  ichrisbirch dev logs -f api    follow one service
  ichrisbirch test run           run the tests on a fresh environment of their own
  ichrisbirch prod status --json
  ichrisbirch tasks add "water plants every friday #home"

The engine is docker where one answers, otherwise local (no Docker needed);
--engine or ICHRISBIRCH_ENGINE chooses.`,
    )
  for (const name of environmentNames) addEnvironment(program, name, context)
  addTest(program, context)
  addData(program, context)
  await addVerbs(program, featureAsked(words, context.root), context)
  return program
}

function addEnvironment(program: Command, name: EnvironmentName, context: Context): void {
  const environment = program.command(name).description(about[name])
  const stack = stackFor(name, context.root)
  const verb = (usage: string, description: string) =>
    environment.command(usage).description(description).option('--engine <docker|local>', 'what runs the services')
  const starting = (usage: string, description: string) =>
    verb(usage, description).option('--wait <seconds>', 'how long all of it may take', '180')
  const reading = (usage: string, description: string) => verb(usage, description).option('--json', 'for programs')

  starting('start', 'start every service, and return when all are healthy').action(async (flags) =>
    (await import('./commands/start.ts')).start(stack, flags, context),
  )
  verb('stop', 'stop every service; data stays').action(async (flags) =>
    (await import('./commands/stop.ts')).stop(stack, flags, context),
  )
  starting('restart [services...]', 'restart services, or all of them').action(async (services, flags) =>
    (await import('./commands/restart.ts')).restart(stack, services, flags, context),
  )
  starting('rebuild [services...]', 'build anew from the sources, then run that').action(async (services, flags) =>
    (await import('./commands/rebuild.ts')).rebuild(stack, services, flags, context),
  )
  reading('status', 'each service with its state, health and address').action(async (flags) =>
    (await import('./commands/status.ts')).status(stack, flags, context),
  )
  reading('health', 'exit code 0 when every service is healthy').action(async (flags) =>
    (await import('./commands/health.ts')).health(stack, flags, context),
  )
  reading('logs [services...]', 'all services in the order of time')
    .option('-f, --follow', 'go on as they are written')
    .option('--tail <lines>', 'lines of each service to begin with, or "all"', '100')
    .option('--since <time>', '10m, 2h, 1d, or an instant')
    .action(async (services, flags) => (await import('./commands/logs.ts')).logs(stack, services, flags, context))
  reading('config', 'the rendered compose model, secrets taken out').action(async (flags) =>
    (await import('./commands/config.ts')).config(stack, flags, context),
  )
}

function addTest(program: Command, context: Context): void {
  const test = program.command('test').description('run the tests on an environment of their own')
  const running = (usage: string, description: string) =>
    test
      .command(usage)
      .description(description)
      .option('--engine <docker|local>', 'what runs the services')
      .option('--keep', 'leave the environment running afterwards')
  running('run [paths...]', 'run all tests, or those in the files and folders named').action(async (paths, flags) =>
    (await import('./commands/test-run.ts')).testRun(paths, flags, context),
  )
  running('cov [paths...]', 'the same with coverage, to the terminal and coverage/lcov.info').action(
    async (paths, flags) =>
      (await import('./commands/test-run.ts')).testRun(paths, { ...flags, coverage: true }, context),
  )
  test
    .command('clean')
    .description('remove environments that test runs have left or kept')
    .action(async () => (await import('./commands/test-clean.ts')).testClean(context))
}
