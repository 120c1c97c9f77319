import type { Command } from 'commander'
import { bashScript } from '../completion/bash.ts'
import { fishScript } from '../completion/fish.ts'
import { placesOf } from '../completion/tree.ts'
import { zshScript } from '../completion/zsh.ts'
import type { Context } from '../context.ts'
import { renderStack } from '../engines/local/prepare.ts'
import { stackFor } from '../environments.ts'
import { usageFailure } from '../failure.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** Prints the completion script of a shell, made from the whole tree of commands. */
export async function completion(shell: string, program: Command, context: Context): Promise<void> {
  const known = Object.entries(scripts).find(([name]) => name === shell)
  if (!known) throw usageFailure(`There is no completion for '${shell}'`, `one of: ${Object.keys(scripts).join(', ')}`)
  const { services } = await renderStack(stackFor('dev', context.root))
  context.print(known[1](placesOf(program, Object.keys(services))).trimEnd())
}
