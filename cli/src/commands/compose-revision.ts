import { spawnSync } from 'node:child_process'
import { basename, dirname, resolve } from 'node:path'
import { Failure, usageFailure } from '../failure.ts'
import type { Source } from './compose-project.ts'

/**
 * The same project as it was in a git revision. What git does not keep (.env, as a rule) is read as it is: the comparison is
 * about the files, not about the settings of the machine.
 * @param cwd the folder that the files are named from.
 */
export function atRevision(source: Source, revision: string, cwd: string): Source {
  const folder = source.options.projectDirectory
  const { status, stderr, error } = git(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`])
  if (error) throw new Failure('git was not found', { suggestion: 'install git, or compare two lists of files' })
  if (/not a git repository/i.test(stderr)) {
    throw new Failure(`${folder} is in no git repository`, { suggestion: 'compare two lists of files: --against' })
  }
  if (status !== 0) throw usageFailure(`There is no revision '${revision}'`, 'git log --oneline lists them')
  const layers = new Set(source.options.files.map((file) => resolve(cwd, file)))
  const texts = new Map<string, string | undefined>()
  return {
    ...source,
    label: `${source.label} at ${revision}`,
    options: {
      ...source.options,
      readFile: (path) => {
        const full = resolve(cwd, path)
        if (!texts.has(full))
          texts.set(full, show(full, revision) ?? (layers.has(full) ? undefined : untracked(full, source)))
        return texts.get(full)
      },
    },
  }
}

function show(path: string, revision: string): string | undefined {
  const { status, stdout } = git(dirname(path), ['show', `${revision}:./${basename(path)}`])
  return status === 0 ? stdout : undefined
}

/** A file that git has never seen; one that it keeps today was simply not there yet. */
function untracked(path: string, source: Source): string | undefined {
  const { status } = git(dirname(path), ['ls-files', '--error-unmatch', basename(path)])
  return status === 0 ? undefined : source.options.readFile(path)
}

function git(folder: string, words: string[]) {
  return spawnSync('git', ['-C', folder, ...words], { encoding: 'utf8', maxBuffer: 1 << 26 })
}
