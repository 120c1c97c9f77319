import { ComposeError, type Place } from './errors.ts'
import { CAST_ROOT, type Cast } from './cast.ts'
import {
  type Branch,
  type FoundVariable,
  mapEntries,
  mapItems,
  type Node,
  type Path,
  type Scalar,
  stepDown,
  type VariableUse,
} from './tree.ts'

/** The value of a variable and where it was found; undefined when it is not set. */
export type Lookup = (name: string) => FoundVariable | undefined

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const OPERATOR = /:?[-?+]/y
// Nobody nests so many defaults; without a limit, a file that does ends the stack.
const DEEPEST = 100

/**
 * Replaces `$NAME`, `${NAME}` and its forms with defaults, errors and alternatives, in every string of a tree, and turns the
 * strings of fields that are numbers or booleans into those. Keys stay as they are.
 * Rule: https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 * @throws ComposeError for a malformed expression or a required variable that is missing.
 */
export function interpolate(root: Node, lookup: Lookup): Node {
  return interpolateAt(root, lookup, CAST_ROOT, [])
}

/** `path` is one array for the whole walk, because most of a tree has nothing to interpolate. */
function interpolateAt(node: Node, lookup: Lookup, casts: Branch<Cast> | undefined, path: string[]): Node {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
      throw new ComposeError(`${path.join('.')}: unsupported value: ${node.value}`, { at: node.at })
    }
    return typeof node.value === 'string' ? interpolateScalar(node, node.value, lookup, casts?.value, path) : node
  }
  const inside = (value: Node, key: string): Node => {
    path.push(key)
    const result = interpolateAt(value, lookup, stepDown(casts, key), path)
    path.pop()
    return result
  }
  return node.kind === 'mapping' ? mapEntries(node, inside) : mapItems(node, (value) => inside(value, '[]'))
}

function interpolateScalar(node: Scalar, text: string, lookup: Lookup, cast: Cast | undefined, path: Path): Scalar {
  if (!cast && !text.includes('$')) return node
  const variables: VariableUse[] = []
  const value = text.includes('$') ? substitute(text, lookup, variables, node.at, path) : text
  const used = variables.length > 0 ? { variables } : {}
  if (!cast) return { ...node, value, ...used }
  try {
    return { ...node, value: cast(value), ...used }
  } catch (error) {
    throw new ComposeError(`${path.join('.')} ${(error as Error).message}`, { at: node.at })
  }
}

/** Interpolates one string; `used` gets every variable that was looked at. */
export function substitute(text: string, lookup: Lookup, used: VariableUse[], at: Place, path: Path = []): string {
  let result = ''
  let position = 0
  while (true) {
    const dollar = text.indexOf('$', position)
    if (dollar < 0) return result + text.slice(position)
    result += text.slice(position, dollar)
    const expression = readExpression(text, dollar)
    if (!expression && text[dollar + 1] === '{') throw malformed(text, at, path)
    position = expression?.end ?? dollar + 1
    // A dollar sign that begins no expression is a dollar sign.
    result += expression ? evaluate(expression, lookup, used, at, path) : '$'
  }
}

/** Every variable that a text names, in alternatives too, with the operator that guards it (empty: none). */
export function variablesIn(text: string): { name: string; operator: string }[] {
  const found: { name: string; operator: string }[] = []
  for (let dollar = text.indexOf('$'); dollar >= 0; ) {
    const expression = readExpression(text, dollar)
    if (expression && expression.name !== '') found.push(expression, ...variablesIn(expression.rest))
    dollar = text.indexOf('$', expression?.end ?? dollar + 1)
  }
  return found
}

interface Expression {
  /** Empty for `$$`. */
  name: string
  operator: string
  /** What follows the operator, not yet interpolated. */
  rest: string
  end: number
}

function readExpression(text: string, dollar: number): Expression | undefined {
  const next = text[dollar + 1]
  if (next === '$') return { name: '', operator: '', rest: '', end: dollar + 2 }
  const braced = next === '{'
  NAME.lastIndex = dollar + (braced ? 2 : 1)
  const name = NAME.exec(text)?.[0]
  if (!name) return undefined
  if (!braced) return { name, operator: '', rest: '', end: NAME.lastIndex }
  const close = closingBrace(text, dollar)
  if (close < 0) return undefined
  if (NAME.lastIndex === close) return { name, operator: '', rest: '', end: close + 1 }
  OPERATOR.lastIndex = NAME.lastIndex
  const operator = OPERATOR.exec(text)?.[0]
  if (!operator) return undefined
  return { name, operator, rest: text.slice(OPERATOR.lastIndex, close), end: close + 1 }
}

function closingBrace(text: string, from: number): number {
  let open = 0
  for (let i = from; i < text.length; i++) {
    if (text[i] === '$' && text[i + 1] === '{') {
      if (++open > DEEPEST) return -1
      i++
    } else if (text[i] === '}' && --open === 0) return i
  }
  return -1
}

function evaluate(expression: Expression, lookup: Lookup, used: VariableUse[], at: Place, path: Path): string {
  const { name, operator, rest } = expression
  if (name === '') return '$'
  const found = lookup(name)
  const empty = operator.startsWith(':') ? !found?.value : !found
  // Compose evaluates the alternative even where it is not needed: a required variable in it is required always.
  const inAlternative: VariableUse[] = []
  const alternative = substitute(rest, lookup, inAlternative, at, path)
  const useAlternative = operator !== '' && (operator.endsWith('+') ? !empty : empty)
  if (useAlternative && operator.endsWith('?')) {
    throw new ComposeError(`required variable ${name} is missing a value: ${alternative}`, {
      at,
      suggestion: `Set ${name} in the environment or in the project's .env file.`,
    })
  }
  const isDefault = useAlternative && operator.endsWith('-')
  used.push({ name, ...(isDefault ? { value: alternative, from: 'default' } : (found ?? { from: 'unset' })) })
  if (!useAlternative) return operator.endsWith('+') ? '' : (found?.value ?? '')
  used.push(...inAlternative)
  return alternative
}

function malformed(text: string, at: Place, path: Path): ComposeError {
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 199)}…` : text)
  return new ComposeError(`invalid interpolation format for ${path.join('.') || 'a value'}: ${shown}`, {
    at,
    suggestion: 'Write $$ for a plain dollar sign, and ${NAME:-default} for a variable with a default.',
  })
}
