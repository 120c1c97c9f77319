import { runDocker } from '../engines/docker/command.ts'
import { isAtLeast, oldestCompose } from '../engines/docker/setup.ts'
import { Failure } from '../failure.ts'
import { type Finding, ok, problem } from './check.ts'

const withoutDocker = 'or leave Docker out: --engine local'

/** Docker and Compose. Neither has to be there: the local engine runs everything too. */
export async function checkDocker(): Promise<Finding[]> {
  const versions = await dockerVersions()
  if (!versions) return [ok('Docker is not installed: the local engine is used')]
  if (versions.engine instanceof Error) {
    return [
      problem(
        `Docker is installed, but its engine does not answer: ${versions.engine.message}`,
        `sudo systemctl start docker, ${withoutDocker}`,
      ),
    ]
  }
  return [ok(`Docker engine ${versions.engine}`), composeFinding(versions.compose)]
}

export function composeFinding(version: string | undefined): Finding {
  const needed = oldestCompose.join('.')
  const fix = `install the plugin docker-compose-plugin ${needed} or newer, ${withoutDocker}`
  if (version === undefined) return problem('Docker Compose is not installed', fix)
  if (isAtLeast(version, oldestCompose)) return ok(`Docker Compose ${version}`)
  return problem(`Docker Compose ${version} is too old: the layers need ${needed}`, fix)
}

async function dockerVersions(): Promise<{ engine: string | Error; compose: string | undefined } | undefined> {
  try {
    const engine = await runDocker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5000 })
    const compose = await runDocker(['compose', 'version', '--short'], { timeoutMs: 5000 })
    const version = compose.code === 0 ? compose.stdout.trim().replace(/^v/, '') : undefined
    const reason = engine.stderr.trim().split('\n')[0] || 'no answer within 5 s'
    return { engine: engine.code === 0 ? engine.stdout.trim() : new Error(reason), compose: version }
  } catch (error) {
    if (error instanceof Failure) return undefined // there is no docker program
    throw error
  }
}
