import type { EventEmitter } from 'node:events'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'

/** What keeps a machine and its houses in order: the doctor, certificates, completion, the manual. */
export function addCare(program: Command, context: Context): void {
  program
    .command('doctor [environment]')
    .description('look at everything that stops people, and name the command that mends it')
    .option('--engine <docker|local>', 'what runs the services')
    .option('--fix', 'do what is safe: make what is missing, close what is open, remove what is left over')
    .option('--report', 'as Markdown to paste, without secrets')
    .option('--json', 'for programs')
    .action(async (environment, flags) => (await import('../commands/doctor.ts')).doctor(environment, flags, context))
    .addHelpText(
      'after',
      `
Examples:
  ichrisbirch doctor              this machine, and every environment that was started here
  ichrisbirch doctor dev --fix
  ichrisbirch doctor --report     to paste into an issue

Exit code 1 when there is a problem. ? is what could not be known.`,
    )
  addCertificates(program, context)
  addTexts(program, context)
}

/** What is made from the tree of commands itself, the verbs of every feature included. */
function addTexts(program: Command, context: Context): void {
  const wholeTree = async () => {
    const { addVerbs } = await import('./data.ts')
    const { featureNames } = await import('../data/features.ts')
    await addVerbs(program, featureNames(context.root), context)
    return program
  }
  program
    .command('completion <bash|zsh|fish>')
    .description('the completion script of a shell')
    .action(async (shell) => (await import('../commands/completion.ts')).completion(shell, await wholeTree(), context))
    .addHelpText(
      'after',
      `
Examples:
  eval "$(ichrisbirch completion bash)"      in ~/.bashrc
  eval "$(ichrisbirch completion zsh)"       in ~/.zshrc, after compinit
  ichrisbirch completion fish | source       in ~/.config/fish/config.fish`,
    )
  program
    .command('manual')
    .description('write docs/commands, a page a verb, from the commands themselves')
    .option('--check', 'write nothing; exit code 1 when a page is old')
    .action(async (flags) => (await import('../commands/manual.ts')).manual(await wholeTree(), flags, context))
    .addHelpText('after', '\nExamples:\n  ichrisbirch manual\n  ichrisbirch manual --check')
}

/** Every verb shows how it is used, also one that has nothing more to say. */
export function addExamples(command: Command, path = 'ichrisbirch'): void {
  for (const sub of command.commands) {
    const words = `${path} ${sub.name()}`
    if (sub.commands.length > 0) addExamples(sub, words)
    else if (isWithoutMore(sub)) sub.addHelpText('after', `\nExamples:\n  ${words}${operandsOf(sub)}`)
  }
}

/** commander tells of added texts by events; its types do not say that it is an emitter. */
const isWithoutMore = (command: Command) => (command as unknown as EventEmitter).listenerCount('afterHelp') === 0

const samples: Record<string, string> = { services: 'api', service: 'api', paths: 'cli', file: 'house.dump' }

function operandsOf(command: Command): string {
  return command.registeredArguments.map((operand) => ` ${samples[operand.name()] ?? operand.name()}`).join('')
}

function addCertificates(program: Command, context: Context): void {
  const certs = program
    .command('certs')
    .description('the local authority that signs the certificates of dev, testing and ci')
  certs
    .command('install')
    .description('make it if need be, and have this machine and Chromium trust it')
    .action(async () => (await import('../commands/certs.ts')).certsInstall(context))
    .addHelpText(
      'after',
      '\nExamples:\n  ichrisbirch certs install\n  sudo ./cli/ichrisbirch certs install     where only root may change the trust',
    )
  certs
    .command('status')
    .description('until when the certificates are good, and who trusts them')
    .option('--json', 'for programs')
    .action(async (flags) => (await import('../commands/certs.ts')).certsStatus(flags, context))
    .addHelpText('after', '\nExamples:\n  ichrisbirch certs status')
  certs
    .command('remove')
    .description('take it out of the stores, and remove it with its key')
    .action(async () => (await import('../commands/certs.ts')).certsRemove(context))
    .addHelpText('after', '\nExamples:\n  ichrisbirch certs remove')
}

/** The secrets of one environment. */
export function addSecrets(environment: Command, stack: Stack, context: Context): void {
  const secrets = environment.command('secrets').description('the files of random bytes that the services sign in with')
  const example = (words: string) => `\nExamples:\n  ichrisbirch ${stack.name} secrets ${words}`
  secrets
    .command('init')
    .description('make those that are missing')
    .action(async () => (await import('../commands/secrets.ts')).secretsInit(stack, context))
    .addHelpText('after', example('init'))
  secrets
    .command('check')
    .description('missing, weak, shared with another environment, or readable by others: exit code 1')
    .option('--json', 'for programs')
    .action(async (flags) => (await import('../commands/secrets.ts')).secretsCheck(stack, flags, context))
    .addHelpText('after', example('check'))
  secrets
    .command('rotate [names...]')
    .description('replace some while the house goes on running')
    .option('--engine <docker|local>', 'what runs the services')
    .option('--all', 'every one that is ours')
    .option('--yes', 'do not ask for permission')
    .action(async (names, flags) =>
      (await import('../commands/secrets.ts')).secretsRotate(stack, names, flags, context),
    )
    .addHelpText(
      'after',
      `${example('rotate database_password')}
  ichrisbirch ${stack.name} secrets rotate auth_secret --yes     everybody signs in again

A password of the database is changed in the database first; then what reads the file starts again.`,
    )
}
