import { either, list, named, scalarOf, set, text } from './shape.ts'

// Kinds of value that many fields have in common.

export const NAME = /^[a-zA-Z0-9._-]+$/
export const flag = scalarOf('boolean')
export const whole = scalarOf('integer')
export const number = scalarOf('number')
export const numberOrText = scalarOf('number', 'string')
export const wholeOrText = scalarOf('integer', 'string')
export const texts = list(text)
export const textSet = set(text)

export const pairs = either({
  mapping: named(/.+/, scalarOf('string', 'number', 'boolean', 'null')),
  list: textSet,
})
export const driverOptions = named(/^.+$/, numberOrText)
export const command = either({ scalar: scalarOf('string', 'null'), list: texts })
export const textOrList = either({ scalar: text, list: textSet })
export const extraHosts = either({
  mapping: named(/.+/, either({ scalar: text, list: texts })),
  list: textSet,
})
