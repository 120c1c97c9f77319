import type { Command } from 'commander'
import type { CommandInput, DataCommand } from '@ichrisbirch/contract/commands'
import type { Context } from '../context.ts'
import { featureNames, loadFeature, takesSeveral, typedName } from '../data/features.ts'

const environmentOption = [
  '--environment <dev|testing|ci|prod>',
  'a house of this checkout; default: the one that runs',
] as const
const houseOption = ['--house <address>', 'a house elsewhere: https://app.example.org'] as const

/**
 * Signing in and out, and the name of each feature. Their verbs come with addVerbs: they take the contract to know.
 * @returns the features.
 */
export function addData(program: Command, context: Context): string[] {
  program.commandsGroup('Your data:')
  const features = featureNames(context.root)
  for (const feature of features) {
    const name = typedName(feature)
    program.command(name).description(`your ${name.replaceAll('-', ' ')}: ./cli/ichrisbirch ${name} --help`)
  }
  const signing = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option(...environmentOption)
      .option(...houseOption)
  signing('sign-in', 'keep an API key of yours for the commands above')
    .option('--email <email>', 'who you are there; the password is asked for, or read from standard input')
    .action(async (flags) => (await import('../commands/data-sign-in.ts')).signIn(flags, context))
    .addHelpText(
      'after',
      `
Examples:
  ichrisbirch sign-in                                     to the environment that runs
  ichrisbirch sign-in --house https://app.example.org
  pass home | ichrisbirch sign-in --email me@example.org  without a terminal`,
    )
  signing('sign-out', 'revoke that key and forget it')
    .action(async (flags) => (await import('../commands/data-sign-in.ts')).signOut(flags, context))
    .addHelpText('after', '\nExamples:\n  ichrisbirch sign-out --environment dev')
  addArchives(program, context)
  return features
}

/** Everything at once, out and in. */
function addArchives(program: Command, context: Context): void {
  const data = program.command('data').description('everything you keep, as one archive')
  data
    .command('export <file>')
    .description('write everything you keep to one tar.gz: JSON, CSV and files; - is stdout')
    .option('--force', 'replace a file that is there')
    .option(...environmentOption)
    .option(...houseOption)
    .action(async (file, flags) => (await import('../commands/data-archive.ts')).exportData(file, flags, context))
    .addHelpText('after', '\nExamples:\n  ichrisbirch data export mine.tar.gz\n  ichrisbirch data export - | tar tz')
  data
    .command('import <file>')
    .description('take in such an archive, all of it or nothing, into an account that has nothing yet')
    .option('--replace', 'what is there goes first; it is written to a file beforehand')
    .option(...environmentOption)
    .option(...houseOption)
    .action(async (file, flags) => (await import('../commands/data-archive.ts')).importData(file, flags, context))
    .addHelpText('after', '\nExamples:\n  ichrisbirch data import mine.tar.gz --house https://app.example.org')
}

/** The verbs of the features named, from the contract. */
export async function addVerbs(program: Command, features: string[], context: Context): Promise<void> {
  for (const feature of features) {
    const command = program.commands.find((known) => known.name() === typedName(feature))
    if (!command) continue
    const commands = await loadFeature(feature)
    for (const verb of commands) addVerb(command, { name: feature, commands }, verb, context)
    command.description(`Your ${typedName(feature).replaceAll('-', ' ')}, in a house of this checkout or elsewhere.`)
    command.addHelpText('after', featureHelp(feature, commands))
  }
}

/** The feature whose verbs the words of a command line ask for. */
export function featureAsked(words: string[], features: string[]): string[] {
  const [first] = words.filter((word) => word !== 'help' && !word.startsWith('-'))
  return features.filter((feature) => typedName(feature) === first)
}

function addVerb(
  parent: Command,
  feature: { name: string; commands: DataCommand[] },
  verb: DataCommand,
  context: Context,
): void {
  const operands = verb.operands.map((input, index) => {
    const isLast = index === verb.operands.length - 1
    return isLast && (takesSeveral(verb) || input.kind === 'text') ? `<${input.flag}...>` : `<${input.flag}>`
  })
  const command = parent
    .command([verb.verb, ...operands].join(' '))
    .aliases(verb.aliases)
    .description(verb.endpoint.summary)
  for (const input of verb.options) addOption(command, input)
  if (verb.endpoint.quickAdd) command.option('--plain', 'take the words as they are: no days, rules or #categories')
  command
    .option(...environmentOption)
    .option(...houseOption)
    .option('--json', 'for programs')
    .action(async (...given: unknown[]) => {
      const words = given.slice(0, verb.operands.length).flat() as string[]
      const { runData } = await import('../commands/data.ts')
      return runData(feature, verb, words, command.opts(), context)
    })
    .addHelpText('after', `\nExamples:\n  ${exampleOf(feature.name, verb)}`)
}

function addOption(command: Command, input: CommandInput): void {
  const about = [input.description, input.fallback === undefined ? '' : `default: ${JSON.stringify(input.fallback)}`]
  const description = about.filter(Boolean).join('; ')
  if (input.kind === 'boolean') {
    command.option(`--${input.flag}`, description).option(`--no-${input.flag}`, 'the contrary')
    return
  }
  const value = input.kind === 'text' ? input.flag : input.kind
  const option = command.createOption(`--${input.flag} <${value}>`, description)
  command.addOption(input.choices.length > 0 ? option.choices(input.choices) : option)
  if (input.isNullable) command.option(`--no-${input.flag}`, `clear it`)
}

function featureHelp(feature: string, commands: DataCommand[]): string {
  const shown = commands.slice(0, 4).map((verb) => `  ${exampleOf(feature, verb)}`)
  return `
Examples:
${shown.join('\n')}

A thing is named by its line in the last list, or by the beginning of its id.
Sign in first: ichrisbirch sign-in`
}

function exampleOf(feature: string, verb: DataCommand): string {
  const words = verb.operands.map((input) =>
    input.kind === 'id' ? '1' : `"${verb.endpoint.quickAdd ? 'water plants every friday #home' : '…'}"`,
  )
  const required = verb.options
    .filter(({ isRequired }) => isRequired)
    .map((input) => `--${input.flag} ${sample(input)}`)
  const some =
    verb.endpoint.method === 'PATCH' && required.length === 0 && verb.options[0]
      ? [`--${verb.options[0].flag} ${sample(verb.options[0])}`]
      : []
  return ['ichrisbirch', typedName(feature), verb.verb, ...words, ...required, ...some].join(' ')
}

function sample(input: CommandInput): string {
  if (input.choices[0] !== undefined) return input.choices[0]
  return { text: '"…"', day: 'tomorrow', id: '1', number: '3', boolean: '', json: "'[]'" }[input.kind]
}
