import { createInterface } from 'node:readline/promises'
import type { Context } from '../context.ts'
import { Failure } from '../failure.ts'
import type { House } from './house.ts'

/**
 * What stands in for psql where none is installed: runs each statement that ends with a semicolon, and prints its rows as
 * lines of JSON.
 */
export async function sqlLines(
  { server }: House,
  role: 'postgres' | 'ichrisbirch_services',
  context: Context,
): Promise<void> {
  const { onServer } = await import('@ichrisbirch/db/dumps/connection')
  const url = new URL(server.url)
  url.username = role
  const password = role === 'postgres' ? server.password : server.servicesPassword
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  if (isTerminal) context.progress.say('psql is not installed: statements end with ; and Ctrl-D ends this')
  await onServer({ url: url.href, password }, { signal: context.signal }, async (client) => {
    const lines = createInterface({
      input: process.stdin,
      output: isTerminal ? process.stdout : undefined,
      prompt: '> ',
    })
    const prompt = () => isTerminal && process.stdin.readable && lines.prompt()
    prompt()
    const execute = async (statement: string) => {
      try {
        for (const result of [await client.query(statement)].flat()) {
          for (const row of result.rows) context.print(JSON.stringify(row))
          if (isTerminal) context.progress.say(`${result.command} ${result.rowCount ?? ''}`)
        }
      } catch (error) {
        // A mistyped statement is no reason to leave; without a person to correct it, it is.
        if (!isTerminal) throw new Failure(error instanceof Error ? error.message : String(error), { cause: error })
        context.progress.say(String(error))
      }
    }
    let statement = ''
    for await (const line of lines) {
      statement += `${line}\n`
      if (statement.trimEnd().endsWith(';')) {
        await execute(statement)
        statement = ''
      }
      prompt()
    }
    if (statement.trim()) await execute(statement)
  })
}
