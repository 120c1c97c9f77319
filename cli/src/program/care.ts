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
