import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from '../../environments.ts'
import { readJson } from '../local/state.ts'

export const projectFile = (stack: Stack) => join(stack.stateDirectory, 'project.json')

/** The project name as it was decided at the first start; the default before that. */
export function projectName(stack: Stack): string {
  return (readJson(projectFile(stack)) as { name?: string } | undefined)?.name ?? stack.projectName
}

/**
 * The same, if this checkout has begun it; undefined before its first start. Until then the default name may be that of
 * another checkout on the same engine, whose containers and volumes are not ours to show, to stop or to remove.
 */
export function ownProject(stack: Stack): string | undefined {
  return stack.anyPorts || existsSync(projectFile(stack)) ? projectName(stack) : undefined
}
