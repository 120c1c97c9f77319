import { existsSync, readFileSync, rmSync } from 'node:fs'
import pc from 'picocolors'
import { authorityFile, authorityFolder, authorityKeyFile } from '../certificates/authority.ts'
import { makeCertificateFor } from '../certificates/make.ts'
import { certificateFolder, certificateState } from '../certificates/state.ts'
import {
  distrustInChromium,
  distrustInSystem,
  findChromiumStore,
  findSystemStore,
  isTrustedByChromium,
  isTrustedBySystem,
  otherStores,
  refuseReadableKey,
  trustInChromium,
  trustInSystem,
} from '../certificates/trust.ts'
import type { Context } from '../context.ts'
import { environmentNames, environments, stackFor } from '../environments.ts'
import { Failure } from '../failure.ts'

const noAuthority = 'there is nothing to trust yet'
const withoutCertutil = 'not known: there is no certutil (on Debian: sudo apt-get install libnss3-tools)'

/** Makes the local authority and the certificates of the environments, and has this machine and Chromium trust them. */
export async function certsInstall(context: Context): Promise<void> {
  refuseReadableKey(authorityKeyFile(context.root))
  for (const name of environmentNames) {
    if (environments[name].certificates !== 'local') continue
    const isNew = await makeCertificateFor(stackFor(name, context.root))
    context.progress.show(name, isNew ? 'made a certificate' : 'has its certificate', 'good')
  }
  const authority = authorityFile(context.root)
  const chromium = findChromiumStore()
  if (chromium) trustInChromium(authority, chromium)
  context.progress.show(
    'Chromium',
    chromium ? 'trusts the local authority' : withoutCertutil,
    chromium ? 'good' : 'idle',
  )
  const store = findSystemStore()
  if (!store) {
    throw new Failure('This machine keeps its trust in a way that this tool does not know', {
      reason: otherStores.replaceAll('FILE', authority),
      suggestion: `have it trust ${authority}`,
    })
  }
  trustInSystem(authority, store)
  context.progress.show('this machine', `trusts the local authority (${store.bundle})`, 'good')
  context.progress.end()
  context.progress.say('Running environments take new certificates with: ./cli/ichrisbirch dev restart traefik')
}

/** What there is, until when it is good, and who trusts it. Exit code 1 when something is not as it should be. */
export async function certsStatus(flags: { json?: boolean }, context: Context): Promise<void> {
  const authority = authorityFile(context.root)
  const isMade = existsSync(authority)
  const chromium = findChromiumStore()
  const trust = {
    system: isMade ? isTrustedBySystem(readFileSync(authority, 'utf8')) : undefined,
    chromium: isMade && chromium ? isTrustedByChromium(authority, chromium) : undefined,
  }
  const certificates = environmentNames
    .filter((name) => environments[name].certificates === 'local')
    .map((name) => ({ environment: name, ...certificateState(stackFor(name, context.root)) }))
  if (flags.json) {
    context.print(JSON.stringify({ authority: isMade ? authority : null, trust, certificates }, null, 2))
  } else {
    context.print(`authority     ${isMade ? authority : 'not made yet'}`)
    context.print(
      `this machine  ${word(trust.system, isMade ? 'not known: its store is none that this tool knows' : noAuthority)}`,
    )
    context.print(`Chromium      ${word(trust.chromium, chromium ? noAuthority : withoutCertutil)}`)
    for (const { environment, faults, until } of certificates)
      context.print(
        `${environment.padEnd(12)}  ${faults.length > 0 ? pc.red(faults.join('; ')) : pc.green(`good until ${until}`)}`,
      )
  }
  const isGood = trust.system === true && certificates.every(({ faults }) => faults.length === 0)
  if (!isGood) {
    throw new Failure('The certificates are not as browsers want them', {
      suggestion: './cli/ichrisbirch certs install',
    })
  }
}

/** Takes the local authority out of the stores and removes it with its key, so that nothing can be signed with it again. */
export async function certsRemove(context: Context): Promise<void> {
  const authority = authorityFile(context.root)
  if (!existsSync(authority)) return context.progress.say('There is no local authority')
  const chromium = findChromiumStore()
  if (chromium) distrustInChromium(authority, chromium)
  const store = findSystemStore()
  if (store) distrustInSystem(authority, store)
  rmSync(authorityFolder(context.root), { recursive: true, force: true })
  for (const name of environmentNames) {
    if (environments[name].certificates === 'local')
      rmSync(certificateFolder(stackFor(name, context.root)), { recursive: true, force: true })
  }
  context.progress.say('The local authority is gone, and what it had signed. The next start makes a new one')
}

function word(isTrusted: boolean | undefined, unknown: string): string {
  if (isTrusted === undefined) return pc.dim(unknown)
  return isTrusted ? pc.green('trusts it') : pc.red('does not trust it')
}
