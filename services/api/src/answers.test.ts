import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Endpoint } from '@ichrisbirch/contract/endpoint'
import { endpoints } from '@ichrisbirch/contract/endpoints'
import { toJSONSchema, z } from 'zod'
import { checkedWriterOf, writerOf } from './answers.ts'

/** What no schema of ours names: the columns that rows have besides. */
const UNNAMED = { ownerId: 'secret', sequence: 7, search: 'secret', nextRunAt: 'secret', password: 'secret' }

const VALUES: Record<string, unknown> = {
  string: 'text "quoted"\n',
  integer: 3,
  number: 3,
  boolean: true,
  object: { any: ['thing'] },
}

/** A value of a schema, with `extra` in every object whose fields are named. */
function sample(schema: z.core.JSONSchema.BaseSchema, extra: object): unknown {
  if (schema.anyOf) return sample(schema.anyOf[0] as z.core.JSONSchema.BaseSchema, extra)
  if (schema.enum) return schema.enum[0]
  if (schema.const !== undefined) return schema.const
  if (schema.properties) {
    const fields = Object.entries(schema.properties as Record<string, z.core.JSONSchema.BaseSchema>)
    return { ...Object.fromEntries(fields.map(([name, field]) => [name, sample(field, extra)])), ...extra }
  }
  if (schema.items) return Array.from({ length: 2 }, () => sample(schema.items as z.core.JSONSchema.BaseSchema, extra))
  if (schema.format === 'uuid') return '01890000-0000-7000-8000-000000000000'
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  return VALUES[type ?? '']
}

for (const [name, { answer }] of Object.entries(endpoints as unknown as Record<string, Endpoint>)) {
  if (!answer || answer instanceof z.ZodFile) continue // a file is sent as it is
  test(`${name} sends what its schema names, and nothing else that a row has`, () => {
    const schema = toJSONSchema(answer, { io: 'output', reused: 'inline', target: 'draft-7' })
    const inline = inlined(schema)
    const expected = sample(inline, {})
    assert.deepEqual(answer.parse(expected), expected)
    assert.deepEqual(JSON.parse(writerOf(answer)(sample(inline, UNNAMED))), expected)
  })
}

/** The schema with each named shape in the places that refer to it, also those inside other named shapes. */
function inlined(schema: z.core.JSONSchema.BaseSchema, part: unknown = schema): z.core.JSONSchema.BaseSchema {
  const definitions = schema.definitions as Record<string, unknown> | undefined
  return JSON.parse(JSON.stringify(part), (_key, value: { $ref?: string } | null) =>
    value?.$ref ? inlined(schema, definitions?.[value.$ref.replace('#/definitions/', '')]) : value,
  )
}

test('null stays null, in place of a text and of an object', () => {
  const schema = z.object({ text: z.string().nullable(), inner: z.object({ a: z.int() }).nullable() })
  const write = writerOf(schema)
  assert.equal(write({ text: null, inner: null, b: 1 }), '{"text":null,"inner":null}')
  assert.equal(write({ text: 'x', inner: { a: 1, b: 2 } }), '{"text":"x","inner":{"a":1}}')
})

test('a shape that the writer does not understand is refused when the API starts, not sent whole', () => {
  const circle = z.object({ r: z.number() })
  for (const schema of [z.union([circle, z.object({ w: z.number() })]), z.record(z.string(), circle), z.unknown()]) {
    assert.throws(() => writerOf(z.object({ shape: schema })), /cannot be written yet/)
  }
})

test('in development a value that the schema does not allow is an error', () => {
  const write = checkedWriterOf(z.object({ name: z.string() }))
  assert.equal(write({ name: 'a', ownerId: 'b' }), '{"name":"a"}')
  assert.throws(() => write({ name: null }), /not what its schema says/)
  assert.throws(() => write({}), /not what its schema says/)
})
