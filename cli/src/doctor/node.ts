import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, ok, problem } from './check.ts'

const oldest = 24

/** The Node that runs this, and whether the packages are those of the lock file. */
export function checkNode(root: string, version = process.versions.node): Finding[] {
  return [checkVersion(version), checkPackages(root)]
}

function checkVersion(version: string): Finding {
  if (Number(version.split('.')[0]) >= oldest) return ok(`Node.js ${version}`)
  return problem(
    `Node.js ${version} is too old: ${oldest} is needed`,
    './cli/ichrisbirch --help (it brings its own Node.js)',
  )
}

/** The launcher keeps a copy of the lock file that node_modules was made from. */
function checkPackages(root: string): Finding {
  const made = join(root, 'node_modules/.package-lock.json')
  const lock = join(root, 'package-lock.json')
  const madeAt = statSync(made, { throwIfNoEntry: false })
  if (!madeAt) return problem('the packages are not installed', 'npm ci')
  const copy = readIfThere(join(root, 'node_modules/.ichrisbirch-installed.json'))
  if (copy === readFileSync(lock, 'utf8') || statSync(lock).mtimeMs <= madeAt.mtimeMs)
    return ok('the packages are those of package-lock.json')
  return problem('package-lock.json has changed since the packages were installed', 'npm install --no-save')
}

function readIfThere(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false }) ? readFileSync(file, 'utf8') : undefined
}
