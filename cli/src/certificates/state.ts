import { X509Certificate } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from '../environments.ts'
import { hostNamesOf } from '../host-names.ts'
import { authorityFile, isPair } from './authority.ts'

const renewBeforeDays = 30

/** Where Traefik finds the certificate of an environment and its key. */
export const certificateFolder = (stack: Stack) => join(stack.stateDirectory, 'certs')

/** What is wrong with the certificate that Traefik shows for an environment, in words; and until when it is good. */
export function certificateState(stack: Stack): { faults: string[]; until: string | null; isMade: boolean } {
  const folder = certificateFolder(stack)
  const file = join(folder, 'cert.pem')
  if (!existsSync(file)) return { faults: ['not made yet'], until: null, isMade: false }
  const faults = certificateFaults(authorityFile(stack.root), folder, Object.values(hostNamesOf(stack)))
  const open = openKey(stack)
  const until = new X509Certificate(readFileSync(file)).validToDate
  return { faults: open ? [...faults, `others can read its key (${open})`] : faults, until: dayOf(until), isMade: true }
}

/** Why a certificate has to be made, in words; none when the one in a folder is good for another month. */
export function certificateFaults(authority: string, folder: string, hostNames: string[]): string[] {
  const file = join(folder, 'cert.pem')
  const key = join(folder, 'key.pem')
  if (!existsSync(file)) return ['not made yet']
  const certificate = new X509Certificate(readFileSync(file))
  const faults: string[] = []
  const missing = hostNames.filter((name) => certificate.checkHost(name) === undefined)
  if (missing.length > 0) faults.push(`it is not for ${missing.join(', ')}`)
  const until = certificate.validToDate
  if (until.getTime() < Date.now()) faults.push(`it ended on ${dayOf(until)}`)
  else if (until.getTime() < Date.now() + renewBeforeDays * 86_400_000) faults.push(`it ends on ${dayOf(until)}`)
  if (!existsSync(authority)) faults.push('the authority that signed it is gone')
  else if (!isSignedBy(certificate, authority)) faults.push('another authority has signed it')
  if (!existsSync(key)) faults.push('its key is missing')
  else if (isReadable(key) && !isPair(file, key)) faults.push('its key is another one’s')
  return faults
}

/** Root’s commands give the key to Traefik’s user alone: then nobody else can compare it. */
function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false // so it is closed, as it should be
  }
}

function isSignedBy(certificate: X509Certificate, authority: string): boolean {
  const signer = new X509Certificate(readFileSync(authority))
  return certificate.checkIssued(signer) && certificate.verify(signer.publicKey)
}

/**
 * Traefik is another user in its container: its key may be open, but then in a folder that others cannot enter.
 * @returns the key of an environment, if others can read it.
 */
export function openKey(stack: Stack): string | undefined {
  const file = join(certificateFolder(stack), 'key.pem')
  const status = statSync(file, { throwIfNoEntry: false })
  const isReachable = status && (statSync(stack.stateDirectory).mode & 0o001) !== 0
  return isReachable && status.mode & 0o004 ? file : undefined
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10)
