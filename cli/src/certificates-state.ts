import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Stack } from './environments.ts'
import { hostNamesOf } from './host-names.ts'

const renewBeforeDays = 30

/** What is wrong with the certificate that Traefik shows for an environment, in words; and until when it is good. */
export function certificateState(stack: Stack): { faults: string[]; until: string | null; isMade: boolean } {
  const folder = join(stack.stateDirectory, 'certs')
  const file = join(folder, 'cert.pem')
  const authorityFile = join(dirname(stack.stateDirectory), 'ca/ca.pem')
  if (!existsSync(file)) return { faults: ['not made yet'], until: null, isMade: false }
  const certificate = new X509Certificate(readFileSync(file))
  const until = certificate.validToDate
  const faults: string[] = []
  const missing = Object.values(hostNamesOf(stack)).filter((name) => certificate.checkHost(name) === undefined)
  if (missing.length > 0) faults.push(`it is not for ${missing.join(', ')}`)
  if (until.getTime() < Date.now()) faults.push(`it ended on ${until.toISOString().slice(0, 10)}`)
  else if (until.getTime() < Date.now() + renewBeforeDays * 86_400_000)
    faults.push(`it ends on ${until.toISOString().slice(0, 10)}`)
  if (!existsSync(authorityFile)) faults.push('the authority that signed it is gone')
  else if (!isSignedBy(certificate, authorityFile)) faults.push('another authority has signed it')
  const key = readableKey(stack)
  if (key) faults.push(key)
  return { faults, until: until.toISOString().slice(0, 10), isMade: true }
}

function isSignedBy(certificate: X509Certificate, authorityFile: string): boolean {
  const authority = new X509Certificate(readFileSync(authorityFile))
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}

/** Traefik is another user in its container: its key may be open, but then in a folder that others cannot enter. */
function readableKey(stack: Stack): string | undefined {
  const file = join(stack.stateDirectory, 'certs/key.pem')
  const status = statSync(file, { throwIfNoEntry: false })
  if (!status) return 'its key is missing'
  const isReachable = (statSync(stack.stateDirectory).mode & 0o001) !== 0
  return status.mode & 0o004 && isReachable ? `others can read its key (${file})` : undefined
}
