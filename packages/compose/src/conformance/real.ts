import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadProject, type Project } from '../load.ts'
import type { Case } from './case.ts'

// Both programs on one case. A refusal is as much a result as a rendering.

export type Rendered = { json: unknown } | { refused: string }

/** The version of the Compose that answers here, or why none does. */
export async function realVersion(): Promise<{ version: string } | { missing: string }> {
  const { code, stdout, stderr } = await run(['version', '--short'], { cwd: tmpdir(), env: {} })
  return code === 0 ? { version: stdout.trim() } : { missing: stderr.trim() || 'docker compose does not answer' }
}

/**
 * The program behind `docker compose`, which is a plugin: called by itself it answers in half the time, because `docker` looks at
 * every plugin first.
 */
const program = new Promise<string[]>((resolve) => {
  const format = '{{range .ClientInfo.Plugins}}{{if eq .Name "compose"}}{{.Path}}{{end}}{{end}}'
  execFile('docker', ['info', '--format', format], (_error, stdout) => {
    const path = stdout.trim()
    resolve(path.startsWith('/') ? [path] : ['docker', 'compose'])
  })
})

export interface Folder {
  path: string
  layers: string[]
}

const base = mkdtempSync(join(tmpdir(), 'conformance-'))
process.on('exit', () => rmSync(base, { recursive: true, force: true }))

/** Writes a case's files into a new folder of a known name, which gives the project its name. */
export function writeCase(example: Case): Folder {
  const path = join(mkdtempSync(join(base, 'case-')), 'project')
  mkdirSync(path)
  const layers = example.layers.map((text, index) => {
    writeFileSync(join(path, `layer${index}.yml`), text)
    return join(path, `layer${index}.yml`)
  })
  for (const [name, text] of Object.entries(example.files ?? {})) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return { path, layers }
}

export async function renderReal(example: Case, folder: Folder): Promise<Rendered> {
  const args = [
    ...folder.layers.flatMap((layer) => ['-f', layer]),
    ...(example.profiles ?? []).flatMap((profile) => ['--profile', profile]),
    ...(example.envFiles ?? []).flatMap((file) => ['--env-file', join(folder.path, file)]),
    ...(example.projectName ? ['-p', example.projectName] : []),
    'config',
    '--format',
    'json',
  ]
  const { code, stdout, stderr } = await run(args, { cwd: folder.path, env: example.environment ?? {} })
  return code === 0 ? { json: JSON.parse(stdout) } : { refused: stderr.trim() }
}

/** @throws ComposeError where the case is refused. */
export function loadCase(example: Case, folder: Folder): Project {
  return loadProject({
    files: folder.layers,
    environment: { HOME: '/home/nobody', ...example.environment },
    projectDirectory: folder.path.replace(/(.)\/$/, '$1'),
    readFile: readOrNothing,
    ...(example.projectName ? { projectName: example.projectName } : {}),
    ...(example.profiles ? { profiles: example.profiles } : {}),
    ...(example.envFiles ? { envFiles: example.envFiles } : {}),
  })
}

export function renderOurs(example: Case, folder: Folder): Rendered {
  try {
    const project = loadCase(example, folder)
    // `config` prints every dollar sign doubled, so that its output is a compose file again.
    return { json: JSON.parse(JSON.stringify(project).replaceAll('$', '$$$$')) }
  } catch (error) {
    if ((error as Error).name !== 'ComposeError') throw error
    return { refused: (error as Error).message }
  }
}

export function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw error
  }
}

async function run(
  args: string[],
  where: { cwd: string; env: Record<string, string> },
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: '/home/nobody',
    DOCKER_CONFIG: process.env.DOCKER_CONFIG ?? join(process.env.HOME ?? '', '.docker'),
    ...where.env,
  }
  const [file = 'docker', ...first] = await program
  return new Promise((resolve) => {
    execFile(file, [...first, ...args], { cwd: where.cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, stdout, stderr: stderr || (error?.message ?? '') })
    })
  })
}

/** Runs a few at a time: each call of the real program is a process of its own. */
export async function forEachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  each: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await each(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
