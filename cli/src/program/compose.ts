import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'

const list = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value]

/** The options of `docker compose` that say which project is meant, by its names: before the verb or behind it. */
function naming(command: Command): Command {
  return command
    .option('-f, --file <file>', 'a layer, oldest first; repeat it', list)
    .option('--env-file <file>', 'variables to interpolate; repeat it', list)
    .option('--profile <name>', 'a profile whose services are wanted; repeat it', list)
    .option('-p, --project-name <name>', 'the project’s name')
    .option('--project-directory <folder>', 'what relative paths are relative to')
}

const revealing = (command: Command): Command =>
  command.option('--json', 'for programs').option('--reveal', 'show what could be a secret')

const rendering = (command: Command): Command =>
  revealing(command)
    .option('--format <yaml|json>', 'yaml is a compose file again', 'yaml')
    .option('--origin', 'in yaml: the file and line behind each value, as a comment')

/** The commands for anybody's compose files. */
export function addCompose(program: Command, context: Context): void {
  const compose = naming(program.command('compose').description('anybody’s compose files: what they come to, and why'))
  compose.addHelpText(
    'after',
    `
Examples:
  ichrisbirch compose config --origin              the files of this folder, with the line behind each value
  ichrisbirch compose -f base.yml -f dev.yml explain api.ports
  ichrisbirch compose lint -f base.yml -f dev.yml --fix
  ichrisbirch compose diff -f base.yml -f dev.yml --against base.yml --against prod.yml
  ichrisbirch compose diff HEAD~1                  the files as they are, against a git revision`,
  )
  const verb = (usage: string, description: string): Command => naming(compose.command(usage).description(description))
  rendering(verb('config [services...]', 'the rendered model, as docker compose config prints it')).action(
    async (services, _, command: Command) =>
      (await import('../commands/compose-config.ts')).composeConfig(services, command.optsWithGlobals(), context),
  )
  revealing(verb('explain <path>', 'why a value is what it is: api.ports, or services.api.ports')).action(
    async (path, _, command: Command) =>
      (await import('../commands/compose-explain.ts')).composeExplain(path, command.optsWithGlobals(), context),
  )
  verb('lint', 'what Compose accepts and nobody means; exit code 1 when something is found')
    .option('--json', 'for programs')
    .option('--fix', 'correct what has only one correct edit')
    .option('--production', 'also what only production must not have')
    .option('--rules', 'list the rules')
    .action(async (_, command: Command) =>
      (await import('../commands/compose-lint.ts')).composeLint(command.optsWithGlobals(), context),
    )
  revealing(verb('diff [revision]', 'what another list of files, or a git revision, has otherwise'))
    .option('--against <file>', 'a layer of the other side; repeat it', list)
    .action(async (revision, _, command: Command) =>
      (await import('../commands/compose-diff.ts')).composeDiff(revision, command.optsWithGlobals(), context),
    )
}

/** The same for one of our environments. */
export function addLayers(environment: Command, stack: Stack, context: Context): void {
  const verb = (usage: string, description: string): Command => environment.command(usage).description(description)
  rendering(verb('config [services...]', 'the rendered compose model, secrets taken out')).action(
    async (services, flags) => (await import('../commands/config.ts')).config(stack, services, flags, context),
  )
  revealing(verb('explain <path>', 'which layer gave a value, and by which rule: api.ports')).action(
    async (path, flags) => (await import('../commands/explain.ts')).explain(stack, path, flags, context),
  )
  revealing(verb('diff <environment|revision>', 'what another environment, or a git revision, has otherwise')).action(
    async (other, flags) => (await import('../commands/diff.ts')).diff(stack, other, flags, context),
  )
}
