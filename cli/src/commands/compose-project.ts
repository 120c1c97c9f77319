import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path'
import type { LoadOptions, Project } from '@ichrisbirch/compose/load'
import { Failure, usageFailure } from '../failure.ts'

/** What `docker compose` is told about a project before its verb, by the same names. */
export type ProjectFlags = {
  file?: string[]
  envFile?: string[]
  profile?: string[]
  projectName?: string
  projectDirectory?: string
}

/** A project that can be rendered. */
export type Source = {
  options: LoadOptions
  /** In words, for headings. */
  label: string
  /** Variables that are not the person's own, with who sets them. */
  given: Record<string, string>
}

/** In the order in which Compose looks for them. */
const fileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/**
 * Finds the files of a project as `docker compose` does: `-f`, else COMPOSE_FILE of the shell or of .env, else the usual names
 * here or in a folder above.
 */
export async function findProject(flags: ProjectFlags, cwd = process.cwd()): Promise<Source> {
  const environment = definedVariables()
  const start = flags.projectDirectory === undefined ? cwd : resolve(cwd, flags.projectDirectory)
  const envFiles = flags.envFile ?? environment.COMPOSE_ENV_FILES?.split(',').filter(Boolean)
  const named = flags.file ?? splitFiles(await composeFileVariable(environment, envFiles, start, cwd), environment)
  const files = named ?? usualFiles(start, cwd)
  const first = files.find((file) => file !== '-')
  const projectDirectory =
    flags.projectDirectory !== undefined ? start : first === undefined ? cwd : dirname(resolve(cwd, first))
  return {
    label: files.join(' + '),
    given: {},
    options: {
      files,
      environment,
      projectDirectory,
      readFile: reader(cwd),
      ...(flags.projectName ? { projectName: flags.projectName } : {}),
      ...(flags.profile ? { profiles: flags.profile } : {}),
      ...(envFiles ? { envFiles: envFiles.map((file) => relative(projectDirectory, resolve(cwd, file))) } : {}),
    },
  }
}

export function definedVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

async function composeFileVariable(
  environment: Record<string, string>,
  envFiles: string[] | undefined,
  start: string,
  cwd: string,
): Promise<string | undefined> {
  if (environment.COMPOSE_FILE) return environment.COMPOSE_FILE
  const paths = (envFiles ?? [join(start, '.env')]).map((file) => resolve(cwd, file)).filter((path) => existsSync(path))
  if (paths.length === 0) return undefined
  const { readVariables } = await import('@ichrisbirch/compose/environment')
  const { lookup } = readVariables(
    environment,
    paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  )
  return lookup('COMPOSE_FILE')?.value
}

function splitFiles(value: string | undefined, environment: Record<string, string>): string[] | undefined {
  return value?.split(environment.COMPOSE_PATH_SEPARATOR || delimiter).filter((file) => file !== '')
}

function usualFiles(start: string, cwd: string): string[] {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = fileNames.find((name) => existsSync(join(folder, name)))
    if (found) {
      const override = overrideNames.find((name) => existsSync(join(folder, name)))
      return [found, ...(override ? [override] : [])].map((name) => relative(cwd, join(folder, name)))
    }
    if (folder === dirname(folder)) break
  }
  throw usageFailure(
    `No compose file in ${start}, nor in a folder above it`,
    'name the files, oldest layer first: ./cli/ichrisbirch compose config -f compose.yaml -f compose.dev.yaml',
  )
}

/** Files as they are named from a folder; `-` is the standard input. Each is read once, so that all looks agree. */
export function reader(cwd: string): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>()
  return (path) => {
    if (!texts.has(path)) texts.set(path, path === '-' ? readFileSync(0, 'utf8') : readIfThere(resolve(cwd, path)))
    return texts.get(path)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'EISDIR') {
      throw new Failure(`${path} is a folder`, {
        suggestion: `name the file in it, such as ${join(path, 'compose.yaml')}`,
      })
    }
    throw error
  }
}

/** Renders a project; what Compose would refuse becomes a failure with the place, the line itself and what to write instead. */
export async function loadSource(source: Source): Promise<Project> {
  const { ComposeError, loadProject } = await import('@ichrisbirch/compose/load')
  try {
    return loadProject(source.options)
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error
    const { file, line, column } = error
    const text = file === undefined ? undefined : source.options.readFile(file)?.split('\n')[(line ?? 1) - 1]
    throw new Failure(error.message, {
      ...(file === undefined
        ? {}
        : { reason: `in ${[file, line, column].filter((part) => part !== undefined).join(':')}` }),
      details: text === undefined || line === undefined ? [] : await excerpt(text, line, column ?? 1),
      ...(error.suggestion ? { suggestion: error.suggestion } : {}),
      cause: error,
    })
  }
}

/** A line of a file with a mark under a column, as compilers show it. */
async function excerpt(text: string, line: number, column: number): Promise<string[]> {
  const { redactLine } = await import('@ichrisbirch/compose/redact')
  const { visible } = await import('@ichrisbirch/compose/explain-text')
  const shown = visible(redactLine(text).slice(0, 100))
  const number = String(line)
  const gap = ' '.repeat(Math.min(column, shown.length + 1) - 1)
  return [`${number} | ${shown}`, `${' '.repeat(number.length)} | ${gap}^`]
}

/** The file that a path leads to, so that what is written there is the file and not its link. */
export function realFile(path: string, cwd = process.cwd()): string {
  const real = realpathSync(resolve(cwd, path))
  if (!statSync(real).isFile()) throw new Failure(`${basename(path)} is no ordinary file`)
  return real
}
