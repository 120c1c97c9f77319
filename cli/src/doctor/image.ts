import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runDocker } from '../engines/docker/command.ts'
import { imageName } from '../engines/docker/image.ts'
import { ownProject } from '../engines/docker/project.ts'
import { environments } from '../environments.ts'
import { type Check, ok, problem, unknown } from './check.ts'

const oldestDays = 90
const day = 86_400_000

/** The image is not older than the sources that it holds, nor than its base may be. Development mounts its sources. */
export const checkImage: Check = async ({ stack, engine }) => {
  if (engine.name !== 'docker') return []
  if (ownProject(stack) === undefined) return [ok('no image yet: the first start builds it')]
  const { target } = environments[stack.environment]
  const name = imageName(stack)
  const { code, stdout } = await runDocker(['image', 'inspect', '--format', '{{.Created}}', name], { timeoutMs: 5000 })
  if (code !== 0) return [ok('no image yet: the first start builds it')]
  const built = Date.parse(stdout.trim())
  const rebuild = `./cli/ichrisbirch ${stack.name} rebuild`
  if (Number.isNaN(built)) return [unknown(`the age of the image ${name}`)]
  const days = Math.floor((Date.now() - built) / day)
  const committed = lastCommit(stack.root)
  if (target !== 'development' && committed !== undefined && committed > built)
    return [problem(`the image is older than the last commit (${days} days)`, rebuild)]
  if (days > oldestDays) {
    const words = `the image is ${days} days old: its base has had fixes since`
    return [problem(words, `docker pull ${baseOf(stack.root)} && ${rebuild}`)]
  }
  return [ok(`the image is ${days === 0 ? 'of today' : `${days} days old`}`)]
}

/** What ours is built upon. A build takes what of that name is on the machine: newer ones are fetched on request. */
function baseOf(root: string): string | undefined {
  return /^FROM (\S+)/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1]
}

function lastCommit(root: string): number | undefined {
  try {
    const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return Number(seconds) * 1000
  } catch {
    return undefined // no git, or no repository: a copy of the sources
  }
}
