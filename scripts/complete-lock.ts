// Adds to package-lock.json the optional packages of other platforms that `npm install` left out. npm drops what the
// registry at hand does not offer for this platform (npm/cli#4828); `npm ci` then refuses the lock, here or elsewhere.
// Run it after a dependency changed: node scripts/complete-lock.ts
import { readFileSync, writeFileSync } from 'node:fs'

interface Package {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Package> }
for (const [place, owner] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    if (isThere(place, name)) continue
    lock.packages[`node_modules/${name}`] = entryOf(name, version, owner)
    console.log(`added ${name}@${version}`)
  }
}
const byPlace = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(byPlace) }, null, 2)}\n`)

/** Looks where Node would: beside the package, then in every folder above. */
function isThere(place: string, name: string): boolean {
  if (lock.packages[`${place && `${place}/`}node_modules/${name}`]) return true
  if (place === '') return false
  const above = place.lastIndexOf('/node_modules/')
  return isThere(above < 0 ? '' : place.slice(0, above), name)
}

/** Platform packages say in their names what they are for: esbuild's, Biome's, rolldown's and the others' do. */
function entryOf(name: string, version: string, owner: Package): Package {
  const words = name.split('/').at(-1)?.split('-') ?? []
  const os = SYSTEMS.filter((system) => words.includes(system))
  const cpu = PROCESSORS.filter((processor) => words.includes(processor))
  const isMusl = words.some((word) => word.startsWith('musl'))
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(owner.dev && { dev: true }),
    ...(os.includes('linux') && { libc: [isMusl ? 'musl' : 'glibc'] }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}
