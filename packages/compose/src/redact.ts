import type { Difference } from './diff.ts'
import type { Explanation, Part } from './explain.ts'
import { loadedFrom } from './load.ts'
import type { Json } from './output.ts'
import type { Project } from './project.ts'
import type { Node, VariableUse } from './tree.ts'

const SECRET =
  /(^|[_.-])(pass|passwd|password|pwd|passphrase|requirepass|masterauth|secret|secrets|token|key|apikey|credential|credentials|auth|dsn)($|[_.-])/i
const NOT_SECRET = /(_FILE|_PATH|_URL|_ID|_NAME|_REGION)$/i
/** What stands in the place of a secret. */
export const HIDDEN = '(hidden)'

/** Does a variable of this name hold a secret, going by its name? A path to one (`…_FILE`) does not. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2')
  return SECRET.test(words) && !NOT_SECRET.test(words)
}

/**
 * A value with its secrets hidden: environment variables by their names, parameters by the name before them, the contents of
 * secrets, passwords in URLs.
 * @param known texts that are secrets wherever they stand, as `knownSecrets` finds them.
 */
export function redact(value: Json, name = '', known: readonly string[] = []): Json {
  if (typeof value === 'string') {
    if (value !== '' && isSecretName(name)) return HIDDEN
    return redactText(value, known)
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const before = value[index - 1]
      const isNamed = typeof before === 'string' && before.startsWith('-') && isSecretName(before)
      return isNamed && typeof item === 'string' && !before.includes('=') ? HIDDEN : redactPair(item, known)
    })
  }
  if (value === null || typeof value !== 'object')
    return typeof value === 'number' && isSecretName(name) ? HIDDEN : value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key === 'content' && typeof child === 'string') return [key, HIDDEN]
      // Under `secrets` and `configs` the names are those of the resources, and what is below says where they are.
      return [key, redact(child, isResource(name, child) ? '' : key, known)]
    }),
  )
}

function isResource(name: string, child: Json): boolean {
  return (name === 'secrets' || name === 'configs') && child !== null && typeof child === 'object'
}

/** A project with its secrets hidden, those too that were interpolated into other texts. */
export function redactProject(project: Project): Project {
  return redact(project as unknown as Json, '', knownSecrets(project)) as unknown as Project
}

/** The values of a project's variables that hold secrets, going by their names. */
export function knownSecrets(project: Project): string[] {
  const found = new Set<string>()
  collect(loadedFrom(project).tree, found)
  for (const { root } of loadedFrom(project).layers) collect(root, found)
  // A short one stands in too many other words.
  return [...found].filter((text) => text.length > 3).sort((a, b) => b.length - a.length)
}

function collect(node: Node, found: Set<string>): void {
  if (node.kind === 'scalar') {
    for (const { name, value, from } of node.variables ?? []) {
      // What a file gives as a default everybody can read, and it is often a word as common as "postgres".
      if (value && from !== 'default' && isSecretName(name)) found.add(value)
    }
    return
  }
  if (node.kind === 'sequence') return node.items.forEach((item) => collect(item, found))
  for (const [key, child] of node.entries) {
    if (child.kind === 'scalar' && typeof child.value === 'string' && isSecretName(key)) found.add(child.value)
    collect(child, found)
  }
}

function redactText(text: string, known: readonly string[]): string {
  const shown = known.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
  return shown.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, `$1${HIDDEN}@`)
}

/** `- PASSWORD=x` hides as `PASSWORD: x` does. */
function redactPair(item: Json, known: readonly string[]): Json {
  const equals = typeof item === 'string' ? item.indexOf('=') : -1
  if (typeof item !== 'string' || equals < 1) return redact(item, '', known)
  const name = item.slice(0, equals)
  return isSecretName(name) ? `${name}=${HIDDEN}` : redact(item, '', known)
}

/** An explanation with its secrets hidden, those in the variables and in the lines of the files too. */
export function redactExplanation(explanation: Explanation, known: readonly string[] = []): Explanation {
  const name = explanation.path.split('.').at(-1) ?? ''
  return {
    ...explanation,
    ...(explanation.value === undefined ? {} : { value: redact(explanation.value, name, known) }),
    parts: explanation.parts.map((part) => redactPart(part, name, known)),
    entries: explanation.entries.map((entry) => redactExplanation(entry, known)),
  }
}

function redactPart(part: Part, name: string, known: readonly string[]): Part {
  const { source } = part
  return {
    ...part,
    value: redact(part.value, name, known),
    ...(source === undefined ? {} : { source: redactLine(source, known, isSecretName(name)) }),
    variables: part.variables.map((use) => redactVariable(use, name, known)),
  }
}

/** A line of a compose file, as written, with its secrets hidden. */
export function redactLine(line: string, known: readonly string[] = [], isSecret = false): string {
  const pair = /(["']?)([A-Za-z_][\w.-]*)\1(\s*[:=]\s*)((?:"[^"]*"|'[^']*'|[^\s,}\]"'[{&*!|>$])[^,}\]#]*)/g
  const shown = line.replace(pair, (whole, quote: string, key: string, between: string) =>
    isSecretName(key) ? `${quote}${key}${quote}${between}${HIDDEN}` : whole,
  )
  // A secret of several lines, or one that an item of a list holds alone.
  if (isSecret && !/[:=$]/.test(shown)) return HIDDEN
  return redactText(shown, known)
}

function redactVariable(use: VariableUse, name: string, known: readonly string[]): VariableUse {
  if (!use.value) return use
  const isSecret = isSecretName(use.name) || isSecretName(name)
  return { ...use, value: isSecret ? HIDDEN : redactText(use.value, known) }
}

/** A difference with its secrets hidden: that they differ can be seen, what they are cannot. */
export function redactDifference(difference: Difference, known: readonly string[] = []): Difference {
  const { before, after } = difference
  const name = difference.path.split('.').at(-1) ?? ''
  return {
    ...difference,
    ...(before === undefined ? {} : { before: redact(before, name, known) }),
    ...(after === undefined ? {} : { after: redact(after, name, known) }),
  }
}
