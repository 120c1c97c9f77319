import { existsSync } from 'node:fs'
import { dockerAnswers, runDocker } from '../engines/docker/command.ts'
import { type Finding, problem } from './check.ts'

const label = (name: string) => `{{.Label "com.docker.compose.${name}"}}`

/** Containers of ours whose checkout was removed: nothing else would ever stop them, and they hold ports. */
export async function checkAbandoned(): Promise<Finding[]> {
  if (!(await dockerAnswers())) return []
  const format = `${label('project')}\t${label('project.working_dir')}`
  const { stdout } = await runDocker(['ps', '-a', '--format', format], { timeoutMs: 5000 })
  const projects = new Map(stdout.split('\n').map((line) => line.split('\t') as [string, string | undefined]))
  return [...projects].flatMap(([project, folder]) =>
    project.startsWith('ichrisbirch-') && folder && !existsSync(folder)
      ? [
          problem(
            `containers of a checkout that is gone: ${project}, of ${folder}`,
            `docker compose -p ${project} down`,
          ),
        ]
      : [],
  )
}
