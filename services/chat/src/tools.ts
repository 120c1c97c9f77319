import type { Client } from '@ichrisbirch/contract/client'
import type { Endpoint, EndpointTable } from '@ichrisbirch/contract/endpoint'
import { endpoints } from '@ichrisbirch/contract/endpoints'
import { type JSONValue, type Tool, type ToolSet, tool } from 'ai'
import { z } from 'zod'

type Call = (input: Record<string, unknown>) => Promise<unknown>

const PLACES = ['params', 'query', 'body'] as const

/** Every endpoint of the contract that is marked as a tool, as the visitor would call it. */
export function toolsFor(client: Client): ToolSet {
  const calls = client as unknown as Record<string, Call>
  return Object.fromEntries(
    Object.entries(endpoints as unknown as EndpointTable)
      .filter(([, endpoint]) => endpoint.tool)
      .map(([name, endpoint]) => [name, toolOf(endpoint, calls[name] as Call)]),
  )
}

function toolOf(endpoint: Endpoint, call: Call): Tool {
  const shapes = PLACES.map((place) => [place, shapeOf(endpoint, place)] as const)
  const merged = shapes.flatMap(([, shape]) => Object.entries(shape))
  if (new Set(merged.map(([field]) => field)).size !== merged.length) {
    throw new Error(`${endpoint.method} ${endpoint.path} names a field twice: it cannot be a tool`)
  }
  return tool({
    description: endpoint.summary,
    inputSchema: z.object(Object.fromEntries(merged)),
    execute: async (input: Record<string, unknown>) => {
      const places = shapes.map(([place, shape]) => [place, pick(input, Object.keys(shape))])
      return shortened(await call(Object.fromEntries(places)))
    },
    toModelOutput: ({ output }) => ({ type: 'json', value: withoutNulls(output) }),
  })
}

/** The fields of one place of an endpoint. Rules that span fields are the API's to check. */
function shapeOf(endpoint: Endpoint, place: (typeof PLACES)[number]): z.ZodRawShape {
  const schema = endpoint[place]
  if (!(schema instanceof z.ZodObject)) return {}
  const { id, ...rest } = schema.shape as z.ZodRawShape
  // An id in a body is for clients that repeat a create; a model would invent one.
  return place === 'body' || !id ? rest : { id, ...rest }
}

function pick(input: Record<string, unknown>, fields: string[]): Record<string, unknown> | undefined {
  const entries = fields.filter((field) => input[field] !== undefined).map((field) => [field, input[field]])
  return fields.length > 0 ? Object.fromEntries(entries) : undefined
}

/** What a tool returns is sent to the model and kept in the message: long notes would fill both. */
const LONGEST_TEXT = 1000

function shortened(output: unknown): unknown {
  const text = JSON.stringify(output, (_, value: unknown) =>
    typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)} …` : value,
  )
  return text === undefined ? { done: true } : JSON.parse(text)
}

/** Half of a list of tasks is nulls: a model pays for each. */
function withoutNulls(output: unknown): JSONValue {
  const text = JSON.stringify(output, (_, value: unknown) => (value === null ? undefined : value))
  return JSON.parse(text) as JSONValue
}
