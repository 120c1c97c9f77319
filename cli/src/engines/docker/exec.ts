import { randomBytes } from 'node:crypto'
import type { Stack } from '../../environments.ts'
import { Failure, usageFailure } from '../../failure.ts'
import type { ExecOptions, Foreground } from '../engine.ts'
import { runDocker } from './command.ts'
import { type Container, serviceOf } from './containers.ts'

const mark = 'ICHRISBIRCH_EXEC'

/** A command in the running container of a service, as the user that the service runs as. */
export function execIn(
  stack: Stack,
  containers: Container[],
  service: string,
  words: string[],
  { terminal }: ExecOptions,
): Foreground {
  const { Id } = runningContainer(stack, containers, service)
  const id = randomBytes(6).toString('hex')
  const parameters = ['exec', terminal === 'yes' ? '-it' : '-i', '-e', `${mark}=${id}`, Id, ...words]
  if (terminal === 'yes') return { program: 'docker', parameters } // Ctrl-C is a byte on the terminal's line
  return { program: 'docker', parameters, interrupt: (signal) => signalMarked(Id, id, signal) }
}

function runningContainer(stack: Stack, containers: Container[], service: string): Container {
  const start = `./cli/ichrisbirch ${stack.name} start`
  if (containers.length === 0) throw new Failure(`${stack.name} is not running`, { suggestion: start })
  const container = containers.find((one) => serviceOf(one) === service)
  if (!container)
    throw usageFailure(`There is no service '${service}'`, `use one of: ${containers.map(serviceOf).join(', ')}`)
  if (container.State.Running) return container
  throw new Failure(`${service} is not running`, {
    reason: `its container is ${container.State.Status}`,
    suggestion: `start it (${start}), or have a container made for the command: ./cli/ichrisbirch ${stack.name} run ${service} …`,
  })
}

/** docker exec does not pass signals on: the command, found by its mark, is told from inside. */
async function signalMarked(container: string, id: string, signal: NodeJS.Signals): Promise<void> {
  const name = signal.replace('SIG', '')
  const script = `for p in /proc/[0-9]*; do grep -q ${mark}=${id} $p/environ 2>/dev/null && kill -${name} "\${p#/proc/}"; done; true`
  await runDocker(['exec', container, 'sh', '-c', script])
}
