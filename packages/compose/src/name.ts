import { ComposeError } from './errors.ts'
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
    if (text === undefined || !node) continue
    const name = substitute(text, lookup, [], node.at, ['name'])
    // A name in a file is made valid; one given from outside is refused.
    if (normalised(name) !== '') return normalised(name)
  }
  const name = normalised(baseName(options.projectDirectory))
  if (name === '')
    throw new ComposeError('project name must not be empty', { suggestion: 'Write name: at the top of a file.' })
  return name
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
