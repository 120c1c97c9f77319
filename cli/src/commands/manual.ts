import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Argument, Command } from 'commander'
import { walk } from '../completion/tree.ts'
import type { Context } from '../context.ts'
import { environmentNames } from '../environments.ts'
import { Failure } from '../failure.ts'

/** Written for one environment, and true of all. */
const shown = 'dev'

/** Writes docs/commands from the commands themselves: a page a verb. With --check nothing is written, and old pages fail. */
export async function manual(program: Command, flags: { check?: boolean }, context: Context): Promise<void> {
  const folder = join(context.root, 'docs/commands')
  const pages = pagesOf(program)
  const present = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : []
  const isCurrent = (name: string) =>
    present.includes(name) && readFileSync(join(folder, name), 'utf8') === pages.get(name)
  const old = [...pages.keys()].filter((name) => !isCurrent(name))
  const gone = present.filter((name) => !pages.has(name))
  if (flags.check) {
    if (old.length + gone.length === 0)
      return context.progress.say(`docs/commands is as the commands are: ${pages.size} pages`)
    throw new Failure('docs/commands is not as the commands are', {
      reason: [...old, ...gone].join(', '),
      suggestion: './cli/ichrisbirch manual',
    })
  }
  mkdirSync(folder, { recursive: true })
  for (const name of old) writeFileSync(join(folder, name), pages.get(name) ?? '')
  for (const name of gone) rmSync(join(folder, name))
  context.progress.say(`docs/commands: ${pages.size} pages, ${old.length} written, ${gone.length} removed`)
}

function pagesOf(program: Command): Map<string, string> {
  const verbs = walk(program, '').filter(([command, path]) => !isOfOther(path) && command.commands.length === 0)
  const pages = verbs.map(([command, path]): [string, string] => [fileOf(path), pageOf(command, path)])
  return new Map([...pages, ['README.md', contents(verbs)]])
}

/** The environments have the same verbs: one of them stands for all. */
function isOfOther(path: string): boolean {
  const [first = ''] = path.split(' ')
  return first !== shown && environmentNames.some((name) => name === first)
}

const titleOf = (path: string) => path.replace(new RegExp(`^${shown} `), '<environment> ')
const fileOf = (path: string) => `${path.replace(new RegExp(`^${shown} `), '').replaceAll(' ', '-')}.md`

function pageOf(command: Command, path: string): string {
  const help = command.createHelp()
  const usage = ['ichrisbirch', titleOf(path), ...command.registeredArguments.map(operandUsage), '[options]'].join(' ')
  const options = help
    .visibleOptions(command)
    .map((option) => `| \`${cell(option.flags)}\` | ${cell(help.optionDescription(option))} |`)
  return (
    [
      '<!-- Made by ./cli/ichrisbirch manual from the command itself. -->',
      `# ichrisbirch ${titleOf(path).replace('<environment>', '*environment*')}`,
      sentence(command.description()),
      `\`\`\`\n${usage}\n\`\`\``,
      ...(command.aliases().length > 0
        ? [
            `Also: ${command
              .aliases()
              .map((name) => `\`${name}\``)
              .join(', ')}.`,
          ]
        : []),
      ...(path.startsWith(`${shown} `)
        ? [`*environment*: ${environmentNames.map((name) => `\`${name}\``).join(', ')}.`]
        : []),
      ['| option | |', '| --- | --- |', ...options].join('\n'),
      ...afterHelp(command),
    ].join('\n\n') + '\n'
  )
}

function operandUsage(operand: Argument): string {
  const word = `${operand.name()}${operand.variadic ? '...' : ''}`
  return operand.required ? `<${word}>` : `[${word}]`
}

/** What stands behind the options in --help: examples first of all. */
function afterHelp(command: Command): string[] {
  let all = ''
  command.configureOutput({ writeOut: (text) => (all += text), getOutHasColors: () => false })
  command.outputHelp()
  const text = all
    .slice(all.indexOf(command.helpInformation().trimEnd()) + command.helpInformation().trimEnd().length)
    .trim()
  return text ? [`\`\`\`\n${text}\n\`\`\``] : []
}

function contents(verbs: [Command, string][]): string {
  const lines = verbs.map(
    ([command, path]) =>
      `- [${titleOf(path).replace('<environment> ', '')}](${fileOf(path)}): ${command.description()}`,
  )
  return `<!-- Made by ./cli/ichrisbirch manual from the commands themselves. -->\n\n# Commands\n\n${lines.join('\n')}\n`
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.')
const cell = (text: string) => text.replaceAll('|', '\\|')
