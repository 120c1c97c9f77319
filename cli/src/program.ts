import { Command } from 'commander'
import type { Context } from './context.ts'
import { type EnvironmentName, environmentNames, type Stack, stackFor } from './environments.ts'
import { addCare, addExamples, addSecrets } from './program/care.ts'
import { addCompose, addLayers } from './program/compose.ts'
import { addData, addVerbs, featureAsked } from './program/data.ts'
import { addDatabase } from './program/database.ts'
import { addOperations } from './program/operations.ts'

const about: Record<EnvironmentName, string> = {
  dev: 'development: sources are served as you change them',
  testing: 'the testing stack, beside development on other ports',
  ci: 'the testing stack as CI runs it',
  prod: 'production: the house that people live in',
}

/**
 * The list of commands. What each does is loaded only when it runs: help and mistakes are answered at once.
 * @param words the command line: of the features and environments, only what it names gets its verbs; without any, all
 *   environments do.
 */
export async function createProgram(context: Context, words: string[]): Promise<Command> {
  const program = new Command('ichrisbirch')
  program
    .description('A self-hosted home for a person’s everyday records, in four environments.')
    .version('0.1.0')
    // What stands behind a verb is the verb's: `exec api node -e …` must not be read from here.
    .enablePositionalOptions()
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
  const asked = environmentsAsked(words)
  for (const name of environmentNames) {
    const environment = program.command(name).description(about[name])
    if (asked.includes(name)) addEnvironment(environment, stackFor(name, context.root), context)
  }
  addTest(program, context)
  addCompose(program, context)
  addCare(program, context)
  const features = addData(program, context)
  await addVerbs(program, featureAsked(words, features), context)
  addExamples(program)
  return program
}

/** Those whose verbs a command line can need: help and mistakes get along with their names. */
function environmentsAsked(words: string[]): EnvironmentName[] {
  const [first] = words.filter((word) => word !== 'help' && !word.startsWith('-'))
  if (words.length === 0 || first === 'completion' || first === 'manual') return environmentNames
  return environmentNames.filter((name) => name === first)
}

function addEnvironment(environment: Command, stack: Stack, context: Context): void {
  addOperations(environment, stack, context)
  addLayers(environment, stack, context)
  addSecrets(environment, stack, context)
  addDatabase(environment, stack, context)
}

function addTest(program: Command, context: Context): void {
  const test = program.command('test').description('run the tests on an environment of their own')
  const running = (usage: string, description: string) =>
    test
      .command(usage)
      .description(description)
      .option('--engine <docker|local>', 'what runs the services')
      .option('--keep', 'leave the environment running afterwards')
  running('run [paths...]', 'run all tests, or those in the files and folders named')
    .option('--watch', 'then run again those that a change concerns, on the same environment')
    .action(async (paths, flags) => (await import('./commands/test-run.ts')).testRun(paths, flags, context))
  running('cov [paths...]', 'the same with coverage: to the terminal, coverage/html and coverage/lcov.info').action(
    async (paths, flags) =>
      (await import('./commands/test-run.ts')).testRun(paths, { ...flags, coverage: true }, context),
  )
  test
    .command('clean')
    .description('remove environments that test runs have left or kept')
    .action(async () => (await import('./commands/test-clean.ts')).testClean(context))
}
