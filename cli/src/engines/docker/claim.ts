import { statSync } from 'node:fs'
import type { Stack } from '../../environments.ts'
import { readJson, writeJson } from '../local/state.ts'
import { runDocker } from './command.ts'
import { projectFile } from './project.ts'

const checkoutLabel = 'ichrisbirch.checkout'

/**
 * Two checkouts on one engine must not share containers or volumes: the second gets `-2` behind its name, and keeps it.
 * A volume without a remembered name belongs to somebody else, or its password is lost: it is not ours to open.
 */
export async function decideProjectName(stack: Stack): Promise<string> {
  const remembered = readJson(projectFile(stack)) as { name: string } | undefined
  if (remembered) return remembered.name
  for (let number = 1; ; number++) {
    const name = number === 1 ? stack.projectName : `${stack.projectName}-${number}`
    if ((await isInUse(name)) || !(await claimName(name, stack))) continue
    writeJson(projectFile(stack), { name })
    return name
  }
}

async function isInUse(name: string): Promise<boolean> {
  const filter = ['--filter', `label=com.docker.compose.project=${name}`]
  const containers = await runDocker(['ps', '-aq', ...filter])
  const volumes = await runDocker(['volume', 'ls', '-q', ...filter])
  return (containers.stdout + volumes.stdout).trim() !== ''
}

/**
 * Between the choice of a name and its first container an image may be built, for minutes, and another checkout would
 * choose the same. An empty volume says on the engine itself whose it is: of two that make it at once, one makes it.
 */
async function claimName(name: string, stack: Stack): Promise<boolean> {
  if (stack.anyPorts) return true // a test run's name is of its own
  const volume = `${name}_checkout`
  const make = () => runDocker(['volume', 'create', '--label', `${checkoutLabel}=${stack.stateDirectory}`, volume])
  const format = `{{index .Labels "${checkoutLabel}"}}`
  const claimant = async () => (await runDocker(['volume', 'inspect', '--format', format, volume])).stdout.trim()
  await make()
  const found = await claimant()
  if (found === stack.stateDirectory) return true
  if (mayExist(found)) return false
  await runDocker(['volume', 'rm', volume])
  await make()
  return (await claimant()) === stack.stateDirectory
}

/** Only what is certainly not there is gone: another user's folder may be closed to us. */
function mayExist(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
