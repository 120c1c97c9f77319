import type { ZodType } from 'zod'
import { toJSONSchema } from 'zod'

interface JsonSchema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  definitions?: Record<string, JsonSchema>
}

type Write = (answer: unknown) => string

/**
 * Makes the function that writes an endpoint's answer: exactly the fields that its schema names, whatever else the rows
 * carry. Compiled to object literals: V8 copies those fastest, and a list has a thousand fields.
 * The values are those of the types; {@link checkedWriterOf} looks at them.
 */
export function writerOf(schema: ZodType): Write {
  const json = toJSONSchema(schema, { target: 'draft-7', io: 'output' }) as JsonSchema
  const copy = copyOf(json, 'answer', json.definitions ?? {})
  // oxlint-disable-next-line typescript/no-implied-eval -- made of the names in our own contract, once, at the start
  return new Function('answer', `return JSON.stringify(${copy})`) as Write
}

/** The same, after a check of every value: for development and tests, where a wrong one must not go unseen. */
export function checkedWriterOf(schema: ZodType): Write {
  const write = writerOf(schema)
  return (answer) => {
    const { error } = schema.safeParse(answer)
    if (error) throw new Error(`The answer is not what its schema says: ${error.message}`, { cause: error })
    return write(answer)
  }
}

/** An expression of JavaScript that copies what the schema names. */
function copyOf(schema: JsonSchema, value: string, definitions: Record<string, JsonSchema>): string {
  if (schema.$ref) return copyOf(definitions[schema.$ref.replace('#/definitions/', '')] ?? {}, value, definitions)
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(([name, field]) => {
      const key = JSON.stringify(name)
      return `${key}: ${copyOf(field, `${value}[${key}]`, definitions)}`
    })
    return `({ ${fields.join(', ')} })`
  }
  if (schema.items) {
    const item = copyOf(schema.items, 'item', definitions)
    return item === 'item' ? value : `${value}.map((item) => ${item})`
  }
  const [first, second] = schema.anyOf ?? []
  if (first && second?.type === 'null') {
    const there = copyOf(first, value, definitions)
    return there === value ? value : `(${value} === null ? null : ${there})`
  }
  const isWhole = schema.type === 'object' ? isEmpty(schema.additionalProperties) : schema.type !== undefined
  if (isWhole) return value
  throw new Error(`An answer of this shape cannot be written yet: ${JSON.stringify(schema)}`)
}

/** `{}` allows anything: a record of unknown values is somebody else's format, and goes out as it is. */
function isEmpty(schema: boolean | JsonSchema | undefined): boolean {
  return typeof schema === 'object' && Object.keys(schema).length === 0
}
