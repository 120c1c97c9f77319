import { z } from 'zod'
import { carriesBytes, type Endpoint, type EndpointTable } from './endpoint.ts'

/** One endpoint as a verb of the terminal: `tasks done <id>`. Made from the table; nothing is written by hand. */
export interface DataCommand {
  /** `add`, `done`, `list-runs`: the endpoint's name without the feature's noun. */
  verb: string
  /** The plain form of the endpoint's name where the verb is another word: `create` of `add`. */
  aliases: string[]
  /** The endpoint's name: the function of the client. */
  call: string
  endpoint: Endpoint
  /** Told by their place, in this order; the last one takes all the words that are left when it is a text. */
  operands: CommandInput[]
  /** Told by name: `--due-day`. */
  options: CommandInput[]
  /** The verb that takes it back. */
  undo: string | undefined
}

/** One value that a person gives. */
export interface CommandInput {
  name: string
  /** The name as an option is written: `due-day`. */
  flag: string
  place: 'params' | 'query' | 'body'
  kind: 'text' | 'day' | 'id' | 'number' | 'boolean' | 'json'
  choices: string[]
  isRequired: boolean
  /** It can be cleared: null on the wire. */
  isNullable: boolean
  fallback: unknown
  description: string
}

interface JsonSchema {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  $ref?: string
  $defs?: Record<string, JsonSchema>
  description?: string
  default?: unknown
}

/** Other words for what every feature can do. */
const WORDS: Record<string, string> = { create: 'add', get: 'show', complete: 'done' }

/** What a feature holds, where it is not called after it. */
const NOUNS: Record<string, string[]> = { journal: ['journalEntries', 'journalEntry'] }

/** What takes a verb back, where the feature has it: told by the same operands. */
const UNDO: Record<string, string> = { delete: 'restore', done: 'reopen', archive: 'unarchive', pause: 'resume' }

/** The verbs of one feature, in the order of its table. */
export function commandsOf(feature: string, table: EndpointTable): DataCommand[] {
  // What is about the key itself is no data of a person: signing in and out are verbs of their own.
  const asked = Object.entries(table).filter(([, endpoint]) => endpoint.who !== 'key' && !carriesBytes(endpoint))
  const commands = asked.map(([call, endpoint]) => commandOf(feature, call, endpoint))
  return commands.map((command) => {
    const undo = commands.find(({ verb }) => verb === UNDO[command.verb])?.verb
    return { ...command, undo }
  })
}

function commandOf(feature: string, call: string, endpoint: Endpoint): Omit<DataCommand, 'undo'> {
  const words = wordsOf(call, feature)
  const plain = words.join('-')
  const [first = '', ...rest] = words
  const verb = [WORDS[first] ?? first, ...rest].join('-')
  const inputs = (['params', 'query', 'body'] as const).flatMap((place) => inputsOf(place, endpoint[place]))
  const operands = inputs.filter(isOperand(endpoint, inputs))
  return {
    verb,
    aliases: plain === verb ? [] : [plain],
    call,
    endpoint,
    operands,
    options: inputs.filter((input) => !operands.includes(input)),
  }
}

/** The properties of one item of an endpoint's answer (of a page: of what it lists), by name with their descriptions. */
export function answerFields(endpoint: Endpoint): { name: string; isText: boolean; description: string }[] {
  const schema = schemaOf(endpoint.answer, 'output')
  const items = resolve(schema, schema).properties?.['items']?.items
  const { properties } = resolve(items ?? schema, schema)
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    isText: typesOf(property).includes('string'),
    description: property.description ?? '',
  }))
}

/** `listAutotaskRuns` of autotasks is list-runs: the feature's own noun says nothing new. */
function wordsOf(call: string, feature: string): string[] {
  const nouns = [...(NOUNS[feature] ?? []), feature, feature.replace(/ies$/, 'y').replace(/s$/, '')].map((noun) =>
    kebab(noun),
  )
  const words = kebab(call)
  const noun = nouns.find((candidate) => `-${words}-`.includes(`-${candidate}-`))
  const rest = noun === undefined ? words : `-${words}-`.replace(`-${noun}-`, '-').replace(/^-|-$/g, '')
  return rest.split('-')
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** What an endpoint cannot do without is told by its place: the path, one line of text, a search. */
function isOperand(endpoint: Endpoint, inputs: CommandInput[]): (input: CommandInput) => boolean {
  const text = inputs.find(({ place, isRequired, kind }) => place === 'body' && isRequired && kind === 'text')
  return (input) => {
    if (input.place === 'params') return true
    if (!input.isRequired || input.choices.length > 0) return false
    return input.place === 'query' ? input.name === 'q' : endpoint.method === 'POST' && input.name === text?.name
  }
}

function inputsOf(place: CommandInput['place'], schema: z.ZodType | undefined): CommandInput[] {
  const { properties, required } = schemaOf(schema, 'input')
  return Object.entries(properties ?? {}).map(([name, property]) => {
    const types = typesOf(property)
    const variant = variantOf(property)
    return {
      name,
      flag: kebab(name),
      place,
      kind: kindOf(variant),
      choices: (variant.enum ?? []).filter((choice) => typeof choice === 'string'),
      isRequired: required?.includes(name) ?? false,
      isNullable: types.includes('null'),
      fallback: property.default,
      description: property.description ?? variant.description ?? '',
    }
  })
}

function kindOf(schema: JsonSchema): CommandInput['kind'] {
  const type = [schema.type ?? []].flat().find((name) => name !== 'null')
  if (type === 'string') return schema.format === 'date' ? 'day' : schema.format === 'uuid' ? 'id' : 'text'
  if (type === 'integer' || type === 'number') return 'number'
  return type === 'boolean' ? 'boolean' : 'json'
}

/** What it is when it is not null; of several other things none is chosen, and JSON is asked for. */
function variantOf(schema: JsonSchema): JsonSchema {
  const others = (schema.anyOf ?? []).filter(({ type }) => type !== 'null')
  return others.length === 1 && others[0] ? others[0] : schema
}

function typesOf(schema: JsonSchema): string[] {
  return [schema, ...(schema.anyOf ?? [])].flatMap(({ type }) => type ?? [])
}

function schemaOf(schema: z.ZodType | undefined, io: 'input' | 'output'): JsonSchema {
  return schema ? (z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema) : {}
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.split('/').at(-1)
  return (name !== undefined && root.$defs?.[name]) || schema
}
