// Who may import whom. npm's hoisting lets a workspace import what it never declared: hence this script.
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'

interface Room {
  /** Our own packages that it may import. */
  ours: string[]
  /** The only packages of others that it may import; absent: whatever its package.json declares. */
  others?: string[]
}

/** The table of the design, as data. Tests may import more: what they start and what they ask. */
const ROOMS: Record<string, Room> = {
  'packages/contract': { ours: [], others: ['zod', 'rrule-temporal', 'temporal-polyfill', 'cron-parser', 'cronstrue'] },
  'packages/db': { ours: ['contract'] },
  'packages/runtime': { ours: [] },
  'packages/compose': { ours: [] },
  'services/api': { ours: ['contract', 'db', 'runtime'] },
  'services/scheduler': { ours: ['contract', 'db', 'runtime'] },
  'services/app': { ours: ['contract', 'runtime'] },
  'services/chat': { ours: ['contract', 'runtime'] },
  cli: { ours: ['compose', 'contract', 'runtime', 'db'] },
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|(?:^|[^.\w])import\(?\s*['"]([^'"\s]+)['"]/g
const faults: string[] = []

for (const [room, rules] of Object.entries(ROOMS)) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(`${room}/package.json`, 'utf8'),
  )
  const declared = new Set(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }))
  const files = globSync(`${room}/**/*.{ts,tsx}`, {
    exclude: ['**/node_modules/**', '**/build/**', '**/.react-router/**'],
  })
  for (const file of files) {
    const isTest = /\.test\.tsx?$|\/(testing|test-[\w-]+)\.ts$|\/test-fixtures\//.test(file)
    for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const fault = faultOf(room, rules, declared, file, match[1] ?? match[2] ?? '', isTest)
      if (fault) faults.push(`${file}: ${fault}`)
    }
  }
}

for (const fault of faults) console.error(fault)
if (faults.length > 0) {
  console.error(
    `\n${faults.length} import(s) break the house's boundaries. The table is in scripts/check-boundaries.ts.`,
  )
  process.exit(1)
}

function faultOf(
  room: string,
  rules: Room,
  declared: Set<string>,
  file: string,
  name: string,
  isTest: boolean,
): string | undefined {
  if (name.startsWith('.')) {
    const target = relative('.', join(dirname(file), name))
    return target.startsWith(`${room}/`) || isTest ? undefined : `${name} leaves ${room}: import it as a package`
  }
  if (isBuiltIn(name) || name.startsWith('virtual:') || name.startsWith('~/')) return undefined
  const packageName = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
  if (packageName.startsWith('@ichrisbirch/')) {
    const own = packageName.slice('@ichrisbirch/'.length)
    return rules.ours.includes(own) || isTest ? undefined : `${room} may not import ${packageName}`
  }
  if (rules.others && !rules.others.includes(packageName) && !isTest)
    return `${room} may import ${rules.others.join(', ')} only`
  return declared.has(packageName) || isTest ? undefined : `${packageName} is not declared in ${room}/package.json`
}

function isBuiltIn(name: string): boolean {
  return name.startsWith('node:') || builtinModules.includes(name)
}
