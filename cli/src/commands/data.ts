import type { Client } from '@ichrisbirch/contract/client'
import type { CommandInput, DataCommand } from '@ichrisbirch/contract/commands'
import type { Context } from '../context.ts'
import { apiFailure, openHouse } from '../data/api.ts'
import { takesSeveral, typedName } from '../data/features.ts'
import { findHouse, type House, type HouseFlags } from '../data/houses.ts'
import { completeId } from '../data/ids.ts'
import { rememberList } from '../data/last-lists.ts'
import { listIn, renderList, renderThing } from '../data/output.ts'
import { readQuickAdd } from '../data/quick-add.ts'
import { type Reader, readValue } from '../data/values.ts'
import { usageFailure } from '../failure.ts'

export type DataFlags = HouseFlags & { json?: boolean; plain?: boolean } & Record<string, unknown>

type Request = { params: Record<string, unknown>; query: Record<string, unknown>; body: Record<string, unknown> }
type AnyCall = (input: Partial<Request>) => Promise<unknown>
type Feature = { name: string; commands: DataCommand[] }
type Asked = {
  feature: Feature
  command: DataCommand
  house: House
  client: Client
  flags: DataFlags
  context: Context
}

/** Any verb of any feature: asks the API what the words and flags say, and prints what it answers. */
export async function runData(
  feature: Feature,
  command: DataCommand,
  words: string[],
  flags: DataFlags,
  context: Context,
): Promise<void> {
  const house = await findHouse(flags, context)
  const client = openHouse(house, context.signal)
  const asked = { feature, command, house, client, flags, context }
  const seen = new Map<string, Promise<string>>()
  const completeOnce = (text: string) => {
    const known = seen.get(text) ?? completeId(text, feature.name, feature.commands, house, client)
    seen.set(text, known)
    return known
  }
  try {
    const requests = await readRequests(asked, words, { client, completeId: completeOnce })
    const answers: unknown[] = []
    for (const { call, request } of requests) {
      const answer = await (client[call] as unknown as AnyCall)(sent(command, call, request))
      answers.push(answer)
      if (!flags.json) show(asked, request, answer)
    }
    if (flags.json) context.print(JSON.stringify(answers.length === 1 ? (answers[0] ?? null) : answers, null, 2))
  } catch (error) {
    if (context.signal.aborted) throw error
    throw apiFailure(error, house)
  }
}

/** Several things at once where a verb needs nothing but the thing: `tasks done 1 2 3`. */
async function readRequests(
  { command, flags, client }: Asked,
  words: string[],
  reader: Reader,
): Promise<{ call: keyof Client; request: Request }[]> {
  const call = command.call as keyof Client
  const named = await readOptions(command.options, flags, reader)
  if (command.endpoint.quickAdd && !flags.plain) {
    const addition = await readQuickAdd(words.join(' '), client)
    return [{ call: addition.call, request: { ...named, body: { ...addition.body, ...named.body } } }]
  }
  const isRepeated = takesSeveral(command)
  const rounds = isRepeated ? words.map((word) => [word]) : [wordsByPlace(command.operands, words)]
  const requests: { call: keyof Client; request: Request }[] = []
  for (const round of rounds) {
    const request: Request = { params: { ...named.params }, query: { ...named.query }, body: { ...named.body } }
    for (const [index, input] of command.operands.entries())
      request[input.place][input.name] = await readValue(input, round[index], reader)
    requests.push({ call, request })
  }
  return requests
}

/** The last operand takes what is left: a text need not be quoted. */
function wordsByPlace(operands: CommandInput[], words: string[]): string[] {
  const last = operands.length - 1
  return operands.map((_, index) => (index === last ? words.slice(index).join(' ') : (words[index] ?? '')))
}

async function readOptions(options: CommandInput[], flags: DataFlags, reader: Reader): Promise<Request> {
  const request: Request = { params: {}, query: {}, body: {} }
  const missing = options.filter((input) => input.isRequired && flags[input.name] === undefined)
  if (missing.length > 0) {
    const all = missing.map(({ flag }) => `--${flag}`).join(' and ')
    throw usageFailure(`${all} ${missing.length > 1 ? 'are' : 'is'} missing`, 'see what it takes: add --help')
  }
  for (const input of options) {
    const given = flags[input.name]
    if (given !== undefined) request[input.place][input.name] = await readValue(input, given, reader)
  }
  return request
}

/** Only what the endpoint takes: it refuses a body that it has not asked for. */
function sent({ endpoint, call: own }: DataCommand, call: string, request: Request): Partial<Request> {
  if (call !== own) return { body: request.body }
  return {
    ...(endpoint.params && { params: request.params }),
    ...(endpoint.query && { query: request.query }),
    ...(endpoint.body && { body: request.body }),
  }
}

function show({ feature, command, house, flags, context }: Asked, request: Request, answer: unknown): void {
  const list = listIn(answer)
  if (list) {
    const ids = list.flatMap(({ id }) => (typeof id === 'string' ? id : []))
    // Not the runs of an autotask: its line in the list would be one of theirs. A schedule is told by its name.
    const isOfAnId = command.operands.some(({ kind }) => kind === 'id')
    if (!isOfAnId && ids.length > 0) rememberList(house, feature.name, ids)
    if (list.length === 0) context.progress.say('There is nothing to list')
    else context.print(renderList(command, list, process.stdout.columns || 120))
    const { next } = answer as { next?: string | null }
    if (next) context.progress.say(`There is more: --after '${next}'`)
  } else if (command.endpoint.method === 'GET') {
    context.print(renderThing(answer as Record<string, unknown>))
  } else {
    context.print(describeChange(command, answer))
  }
  if (command.undo) {
    const self = `./cli/ichrisbirch ${typedName(feature.name)} ${command.undo}`
    const chosen = flags.environment !== undefined || flags.house !== undefined ? ` ${house.flags}` : ''
    context.progress.say(`Undo: ${self} ${Object.values(request.params).map(String).join(' ')}${chosen}`)
  }
}

/** "Add: Buy milk": what was done, and to what. */
function describeChange(command: DataCommand, answer: unknown): string {
  const { name, title } = (answer ?? {}) as { name?: string; title?: string }
  const verb = `${command.verb.charAt(0).toUpperCase()}${command.verb.slice(1).replaceAll('-', ' ')}`
  const what = name ?? title
  if (answer === undefined) return `${verb}: done`
  return what === undefined ? renderThing(answer as Record<string, unknown>) : `${verb}: ${what}${facts(answer)}`
}

function facts(answer: unknown): string {
  const { ruleInWords, dueDay, category } = answer as Record<string, string | null | undefined>
  const known = [ruleInWords && `repeats ${ruleInWords}`, dueDay && `due ${dueDay}`, category && `#${category}`]
  return known.some(Boolean) ? ` (${known.filter(Boolean).join(', ')})` : ''
}
