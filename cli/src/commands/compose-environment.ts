import { projectName } from '../engines/docker/project.ts'
import { composeVariables } from '../engines/docker/setup.ts'
import type { Stack } from '../environments.ts'
import { definedVariables, reader, type Source } from './compose-project.ts'

/** One of our environments as a project: the variables are those that its start gives to Compose. */
export function environmentSource(stack: Stack, profiles?: string[]): Source {
  const variables = composeVariables(stack)
  return {
    label: stack.name,
    given: Object.fromEntries(Object.keys(variables).map((name) => [name, 'ichrisbirch'])),
    options: {
      files: stack.files,
      environment: { ...definedVariables(), ...variables },
      projectName: projectName(stack),
      projectDirectory: stack.root,
      readFile: reader(stack.root),
      ...(profiles ? { profiles } : {}),
    },
  }
}
