import { join } from 'node:path'
import type { Stack } from '../../environments.ts'
import { readJson } from '../local/state.ts'

export const projectFile = (stack: Stack) => join(stack.stateDirectory, 'project.json')

/** The project name as it was decided at the first start; the default before that. */
export function projectName(stack: Stack): string {
  return (readJson(projectFile(stack)) as { name?: string } | undefined)?.name ?? stack.projectName
}
