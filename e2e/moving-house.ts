import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { docker, makeCopy, removeProject } from './docker-house.ts'
import { makeHouse } from './dumps.ts'

/** Development in one copy of the checkout, now on one engine and now on the other; each has a database of its own. */
export async function makeMovingHouse() {
  const copy = makeCopy()
  const [local, containers] = [await makeHouse(copy, 'local'), await makeHouse(copy, 'docker')]
  const remove = async () => {
    await containers.tool('stop')
    const projects = JSON.parse(docker('compose', 'ls', '--all', '--format', 'json')) as {
      Name: string
      ConfigFiles: string
    }[]
    for (const { Name } of projects.filter(({ ConfigFiles }) => ConfigFiles.startsWith(`${copy}/`))) {
      removeProject(Name)
      spawnSync('docker', ['image', 'rm', '--force', `${Name}:development`], { stdio: 'ignore' })
    }
    rmSync(copy, { recursive: true, force: true })
  }
  return { copy, local, containers, remove }
}
