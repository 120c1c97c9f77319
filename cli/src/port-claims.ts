import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Another user's processes cannot be looked into, so a house says in a place that everyone may read which ports it
 * took. A claim is believed only of who really listens; one that is out of date therefore does no harm.
 */
type Claim = { stateDirectory: string; ports: number[] }

const folder = () => join(tmpdir(), 'ichrisbirch-port-claims')

export function claimPorts(stateDirectory: string, ports: number[]): void {
  makeFolder()
  removeAbandoned()
  const name = createHash('sha256')
    .update(`${process.getuid?.() ?? 0} ${stateDirectory}`)
    .digest('hex')
    .slice(0, 16)
  const file = join(folder(), `${name}.json`)
  writeFileSync(`${file}.draft`, JSON.stringify({ stateDirectory, ports } satisfies Claim), { mode: 0o644 })
  renameSync(`${file}.draft`, file)
}

/**
 * The state folder of the house that said it would listen on a port.
 * @param uid who listens on it: only that user's and root's claims count, and any user's where docker-proxy, which is
 *   root, listens.
 */
export function claimantOf(port: number, uid: number): string | undefined {
  for (const name of readNames()) {
    const file = join(folder(), name)
    const claim = readClaim(file)
    if (!claim?.ports.includes(port)) continue
    const claimant = statSync(file, { throwIfNoEntry: false })?.uid
    // What root starts, it starts as others (PostgreSQL refuses to be root): root may claim for anybody.
    if (uid === 0 || claimant === 0 || claimant === uid) return claim.stateDirectory
  }
  return undefined
}

/** Open to all like the temporary folder itself, and with its rule that nobody removes another's file. */
function makeFolder(): void {
  if (mkdirSync(folder(), { recursive: true }) !== undefined) chmodSync(folder(), 0o1777)
}

/** Of houses that were deleted; those of other users are theirs to remove. */
function removeAbandoned(): void {
  for (const name of readNames()) {
    const file = join(folder(), name)
    const claim = readClaim(file)
    if (!claim || existsSync(claim.stateDirectory)) continue
    if (statSync(file, { throwIfNoEntry: false })?.uid === process.getuid?.()) rmSync(file, { force: true })
  }
}

function readNames(): string[] {
  try {
    return readdirSync(folder()).filter((name) => name.endsWith('.json'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function readClaim(file: string): Claim | undefined {
  try {
    const claim = JSON.parse(readFileSync(file, 'utf8')) as Claim
    return Array.isArray(claim.ports) ? claim : undefined
  } catch {
    return undefined // replaced meanwhile, or not written by us
  }
}
