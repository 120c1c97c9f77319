import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DockerEngine } from '../../src/engines/docker/docker.ts'
import type { Stack } from '../../src/environments.ts'
import { freePorts } from '../../src/ports.ts'

const root = join(import.meta.dirname, '../../..')

export type DockerTestHouse = {
  stack: Stack
  engine: DockerEngine
  /** Replaces text in one of the house's own files. */
  change: (file: string, from: string, to: string) => void
  remove: () => void
}

/** The small house in a folder, a project and on ports of its own, gone without a trace after `remove`. */
export async function dockerTestHouse(): Promise<DockerTestHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-operations-'))
  for (const file of ['docker-compose.yml', 'Dockerfile', 'app.ts'])
    cpSync(join(import.meta.dirname, file), join(folder, file))
  cpSync(join(root, 'deploy/traefik/testing'), join(folder, 'traefik'), { recursive: true })
  const projectName = `ichrisbirch-operations-${process.pid}`
  const stack: Stack = {
    name: 'operations',
    environment: 'testing',
    projectName,
    root: folder,
    files: ['docker-compose.yml'],
    stateDirectory: join(folder, '.ichrisbirch/testing'),
    ports: await freePorts(['TEST_HTTPS_PORT']),
    anyPorts: false,
    endsWithCommand: false,
  }
  writeFileSync(join(folder, 'package-lock.json'), '{}') // what every checkout has
  // The compose file has another default: as a person would, it is told by .env.
  writeFileSync(join(folder, '.env'), `TEST_HTTPS_PORT=${stack.ports.TEST_HTTPS_PORT}\n`)
  const change = (file: string, from: string, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not contain: ${from}`)
    writeFileSync(join(folder, file), text.replace(from, to))
  }
  const remove = () => {
    spawnSync('docker', ['compose', '-p', projectName, 'down', '--volumes', '--remove-orphans', '--timeout', '1'])
    spawnSync('docker', ['volume', 'rm', '--force', `${projectName}_checkout`])
    const images = ['testing', 'testing-next', 'testing-previous'].map((tag) => `${projectName}:${tag}`)
    spawnSync('docker', ['image', 'rm', '--force', ...images])
    rmSync(folder, { recursive: true, force: true })
  }
  return { stack, engine: new DockerEngine(stack), change, remove }
}
