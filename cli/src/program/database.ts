import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'

/** `db …`: the house's rows as files and back, and a way in for SQL. */
export function addDatabase(environment: Command, stack: Stack, context: Context): void {
  const database = environment.command('db').description('the database: dump, load, verify, snapshots, seed, SQL')
  database.enablePositionalOptions()
  const verb = (usage: string, description: string) =>
    database.command(usage).description(description).option('--engine <docker|local>', 'what runs the services')
  addDumps(verb, stack, context)
  addReplacing(verb, stack, context)
  addBackups(verb, stack, context)
  addOthers(verb, stack, context)
}

type Verb = (usage: string, description: string) => Command

const key = ['--key <file>', 'of an encrypted backup; the environment’s own unless told'] as const

function addDumps(verb: Verb, stack: Stack, context: Context): void {
  const self = `ichrisbirch ${stack.name} db`
  verb('dump <file>', 'write the whole house to one file, as it is at one moment; - is stdout')
    .option('--format <house|custom>', 'custom: pg_dump’s own, for pg_restore', 'house')
    .option('--force', 'replace the file if there is one')
    .addHelpText('after', `\nExample:\n  ${self} dump ~/house.dump`)
    .action(async (file, flags) => (await import('../commands/db-dump.ts')).dbDump(stack, file, flags, context))
  verb('verify [dump]', 'restore a file or snapshot beside the house, compare every table, sign in; changes nothing')
    .option('--latest', 'the newest snapshot')
    .option(...key)
    .option('--json', 'for programs')
    .addHelpText('after', `\nExamples:\n  ${self} verify ~/house.dump\n  ${self} verify --latest`)
    .action(async (file, flags) => (await import('../commands/db-verify.ts')).dbVerify(stack, file, flags, context))
  verb('snapshot [name]', 'a dump kept with the environment')
    .option('--force', 'replace the snapshot if there is one of that name')
    .action(async (name, flags) => (await import('../commands/db-snapshot.ts')).dbSnapshot(stack, name, flags, context))
  verb('list', 'the snapshots with their age, size, rows and migration')
    .option('--json', 'for programs')
    .action(async (flags) => (await import('../commands/db-list.ts')).dbList(stack, flags, context))
}

function addReplacing(verb: Verb, stack: Stack, context: Context): void {
  const self = `ichrisbirch ${stack.name} db`
  const agreed = stack.environment === 'prod' ? '--confirm prod' : '--yes'
  const replacing = (usage: string, description: string) =>
    verb(usage, description)
      .option('--yes', 'do not ask (not enough for prod)')
      .option('--confirm <environment>', 'its name, typed: the permission that prod needs')
  replacing('load <file>', 'replace everything by what a file holds; the house as it was is kept as a snapshot')
    .option(...key)
    .addHelpText('after', `\nExample:\n  ${self} load ~/house.dump ${agreed}`)
    .action(async (file, flags) => (await import('../commands/db-load.ts')).dbLoad(stack, file, flags, context))
  replacing('restore [dump]', 'the same from a snapshot or a file')
    .option('--latest', 'the newest snapshot')
    .option(...key)
    .addHelpText(
      'after',
      `\nExamples:\n  ${self} restore before-upgrade ${agreed}\n  ${self} restore --latest ${agreed}`,
    )
    .action(async (named, flags) => (await import('../commands/db-load.ts')).dbRestore(stack, named, flags, context))
  replacing('reset', 'remove everything; the house as it was is kept as a snapshot').action(async (flags) =>
    (await import('../commands/db-load.ts')).dbReset(stack, flags, context),
  )
}

/** The files that the scheduler makes every night, where they lie. */
function addBackups(verb: Verb, stack: Stack, context: Context): void {
  verb('backups', 'the nightly backups in the volume and in S3, newest first')
    .option('--json', 'for programs')
    .action(async (flags) => (await import('../commands/db-backups.ts')).dbBackups(stack, flags, context))
  verb('fetch [name]', 'copy a nightly backup into a file here, which verify and load read')
    .option('--latest', 'the newest of this environment')
    .option('--from <volume|s3>', 'the place, where it is in both')
    .option('--to <file>', 'the file; its own name in this folder unless told')
    .option('--force', 'replace the file if there is one')
    .addHelpText('after', `\nExample:\n  ichrisbirch ${stack.name} db fetch --latest --to ~/house.dump.age`)
    .action(async (name, flags) => (await import('../commands/db-fetch.ts')).dbFetch(stack, name, flags, context))
  verb('key', 'make the key that nightly backups are encrypted with, where there is none').action(async () =>
    (await import('../commands/db-key.ts')).dbKey(stack, context),
  )
}

function addOthers(verb: Verb, stack: Stack, context: Context): void {
  const self = `ichrisbirch ${stack.name} db`
  verb('seed', 'an account with realistic data; never in prod')
    .option('--tasks <number>', 'how many tasks', '1000')
    .option('--others <number>', 'as many of each other thing: habits, events, books …', '0')
    .option('--seed <number>', 'the same number gives the same rows', '1')
    .option('--account <e-mail>', 'whose; seed-<number>@example.org unless told')
    .option('--today <day>', 'the day that due days lie around; today unless told')
    .addHelpText('after', `\nExample:\n  ${self} seed --tasks 100000`)
    .action(async (flags) => (await import('../commands/db-seed.ts')).dbSeed(stack, flags, context))
  verb('clean', 'remove what killed loads and verifications have left; an old house is kept as a snapshot first')
    .addHelpText('after', `\nExample:\n  ${self} clean`)
    .action(async (flags) => (await import('../commands/db-clean.ts')).dbClean(stack, flags, context))
  verb('shell [options...]', 'psql, signed in; what stands behind goes to psql')
    .option('--admin', 'as the superuser; otherwise in the services’ role, which cannot alter a table')
    .passThroughOptions()
    .addHelpText('after', `\nExamples:\n  ${self} shell\n  ${self} shell -- -c 'select count(*) from tasks'`)
    .action(async (words, flags) => (await import('../commands/db-shell.ts')).dbShell(stack, words, flags, context))
}
