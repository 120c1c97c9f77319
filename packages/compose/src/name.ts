import { ComposeError, type Place } from './errors.ts'
import { type Lookup, substitute } from './interpolate.ts'
import { baseName } from './paths.ts'
import type { Layer } from './read.ts'
import { stringOf } from './tree.ts'

/** The project's name: what the caller says, COMPOSE_PROJECT_NAME, the last file's `name`, or the folder's name. */
export function chooseProjectName(
  options: { projectName?: string; projectDirectory: string },
  layers: readonly Layer[],
  lookup: Lookup,
): string {
  const given = options.projectName || lookup('COMPOSE_PROJECT_NAME')?.value
  if (given) return checked(given)
  for (const layer of layers.toReversed()) {
    const node = layer.root.kind === 'mapping' ? layer.root.entries.get('name') : undefined
    const text = stringOf(node)
    if (!text || !node) continue
    return made(substitute(text, lookup, [], node.at, ['name']), node.at)
  }
  return made(baseName(options.projectDirectory))
}

/** A name in a file, or of a folder, is made valid; one given from outside is refused. */
function made(name: string, at?: Place): string {
  const valid = normalised(name)
  if (valid !== '') return valid
  throw new ComposeError('project name must not be empty', { at, suggestion: 'Write name: at the top of a file.' })
}

function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '')
}

function checked(name: string): string {
  if (/^[a-z0-9][a-z0-9_-]*$/.test(name)) return name
  throw new ComposeError(
    `invalid project name ${JSON.stringify(name)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
    { suggestion: `Use ${JSON.stringify(normalised(name))}.` },
  )
}
