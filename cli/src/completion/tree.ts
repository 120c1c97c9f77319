import type { Argument, Command, Option } from 'commander'
import { environmentNames } from '../environments.ts'

/** A command as completion and the manual see it: what may come after its words. */
export type Place = {
  /** `dev start`; empty for the program itself. */
  path: string
  description: string
  words: { name: string; description: string }[]
  options: { flags: string[]; description: string; takesValue: boolean; values: string[] }[]
  /** What its operands may be; `files` asks the shell. */
  operands: string[] | 'files'
}

/** Every command of the tree, the program first. */
export function placesOf(program: Command, services: string[]): Place[] {
  return walk(program, '').map(([command, path]) => ({
    path,
    description: command.description(),
    words: visible(command).flatMap((sub) =>
      [sub.name(), ...sub.aliases()].map((name) => ({ name, description: sub.description() })),
    ),
    options: command.createHelp().visibleOptions(command).map(describeOption),
    operands: operandsOf(command.registeredArguments, services),
  }))
}

/** The commands with their paths, help left out. */
export function walk(command: Command, path: string): [Command, string][] {
  const below = visible(command).flatMap((sub) => walk(sub, `${path} ${sub.name()}`.trim()))
  return [[command, path], ...below]
}

function visible(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((sub) => sub.name() !== 'help')
}

function describeOption(option: Option): Place['options'][number] {
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
    description: option.description,
    takesValue: option.required,
    values: option.argChoices ?? alternatives(option.flags),
  }
}

/** `--engine <docker|local>` says what it takes. */
function alternatives(flags: string): string[] {
  const [, text = ''] = /<([\w-]+(?:\|[\w-]+)+)>/.exec(flags) ?? []
  return text.split('|').filter(Boolean)
}

function operandsOf(operands: readonly Argument[], services: string[]): Place['operands'] {
  const [first] = operands
  if (!first) return []
  if (first.argChoices) return first.argChoices
  if (first.name().includes('|')) return first.name().split('|')
  if (first.name() === 'environment') return environmentNames
  if (/^services?$/.test(first.name())) return services
  return /^(paths?|files?|from|to)$/.test(first.name()) ? 'files' : []
}
