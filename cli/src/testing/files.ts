import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { Failure } from '../failure.ts'

/** Where tests and what they test are. */
export const testFolders = ['packages', 'services', 'cli', 'e2e']
const notSearched = new Set(['node_modules', 'build', 'golden', '.react-router', '.ichrisbirch'])
const suffix = '.test.ts'

/** The test files of the whole project, or of the files and folders that a person named, relative to the root. */
export function findTestFiles(root: string, paths: string[], workingDirectory: string): string[] {
  if (paths.length === 0) return testFolders.flatMap((folder) => filesBelow(root, join(root, folder))).sort()
  const files = paths.flatMap((path) => filesOf(root, path, workingDirectory))
  return [...new Set(files)].sort()
}

function filesOf(root: string, path: string, workingDirectory: string): string[] {
  const absolute = [resolve(workingDirectory, path), resolve(root, path)].find((candidate) => existsSync(candidate))
  if (!absolute) {
    throw new Failure(`There is no file or folder ${path}`, {
      suggestion: 'name a test file or a folder of them',
      exitCode: 2,
    })
  }
  const files = statSync(absolute).isDirectory() ? filesBelow(root, absolute) : [toName(root, absolute)]
  if (files.length === 0) {
    throw new Failure(`There are no tests in ${path}`, { reason: `no file there ends with ${suffix}`, exitCode: 2 })
  }
  return files
}

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return notSearched.has(entry.name) ? [] : filesBelow(root, path)
    return entry.name.endsWith(suffix) ? [toName(root, path)] : []
  })
}

/** Written by a person: not what is installed, built or kept there, nor what an editor writes beside it. */
export const isSource = (file: string) => !/(^|\/)(node_modules|build|\.)|~$/.test(file)

const toName = (root: string, path: string) => relative(root, path).split(sep).join('/')

/** Scenarios that bring containers up themselves. */
export const needsDocker = (file: string) => file.startsWith('e2e/docker')

/** Scenarios of the house that the run starts; all other tests start what they need beside a database themselves. */
export const needsWholeStack = (file: string) => file.startsWith('e2e/house')

/** Tests of what is served from built pages. */
export const needsPages = (file: string) => file.startsWith('services/app/') || file.startsWith('services/chat/')
