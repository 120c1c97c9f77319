import type * as x509Module from '@peculiar/x509'
import { type webcrypto, X509Certificate } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from '../environments.ts'
import { hostNamesOf } from '../host-names.ts'
import { withLock } from '../lock.ts'
import { makeStateFolder } from '../state-folder.ts'
import { authorityFolder, certificateOf, isPair, keyOf } from './authority.ts'
import { certificateFaults, certificateFolder, openKey } from './state.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000
const authorityDays = 3650
/** Browsers refuse more than 398. */
const certificateDays = 390
/** The user that Traefik is in its container. */
const traefikUser = 65_532

/**
 * Makes what Traefik shows for an environment, if need be, in a state folder that is closed to others.
 * A key that they could read is replaced: whoever has read it could pretend to be the house.
 * @returns whether a new certificate was made, which Traefik shows when it starts again.
 */
export async function makeCertificateFor(stack: Stack): Promise<boolean> {
  const open = openKey(stack)
  makeStateFolder(stack)
  if (open) rmSync(open)
  return makeCertificate(authorityFolder(stack.root), certificateFolder(stack), Object.values(hostNamesOf(stack)))
}

/**
 * A certificate for some host names, signed by the authority in a folder, which is made if there is none.
 * One that is good for another month is left alone.
 * @returns whether a new one was made.
 */
export async function makeCertificate(authorityFolder: string, folder: string, hostNames: string[]): Promise<boolean> {
  const isGood = () =>
    isGoodAuthority(authorityFolder) &&
    certificateFaults(certificateOf(authorityFolder), folder, hostNames).length === 0
  if (isGood()) return false
  mkdirSync(authorityFolder, { recursive: true, mode: 0o700 })
  // Two environments that start at once would make an authority each, and one would sign for nobody.
  const lock = join(authorityFolder, 'certificates.lock')
  return withLock(lock, { purpose: 'making a certificate', waitMs: 30_000 }, async () => {
    if (isGood()) return false
    await signCertificate(authorityFolder, folder, hostNames)
    return true
  })
}

async function signCertificate(authorityFolder: string, folder: string, hostNames: string[]): Promise<void> {
  await import('reflect-metadata') // what @peculiar/x509 asks for, before it is loaded itself
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(globalThis.crypto as never)
  const load = isGoodAuthority(authorityFolder) ? loadAuthority : makeAuthority
  const authority = await load(x509, authorityFolder)
  const keys = await makeKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${hostNames[0]}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + certificateDays * day),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(hostNames.map((value) => ({ type: 'dns', value }))),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
    ],
  })
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755) // Traefik is another user in its container
  const pem = `${certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`
  writeWhole(join(folder, 'cert.pem'), pem)
  writeWhole(join(folder, 'key.pem'), await pemOf(keys.privateKey), shareWithTraefik)
}

type X509 = typeof x509Module
type Authority = { certificate: x509Module.X509Certificate; key: webcrypto.CryptoKey }

/** What it signs must not outlive it. */
function isGoodAuthority(folder: string): boolean {
  if (!isPair(certificateOf(folder), keyOf(folder))) return false
  const { validToDate } = new X509Certificate(readFileSync(certificateOf(folder)))
  return validToDate.getTime() > Date.now() + certificateDays * day
}

async function loadAuthority(x509: X509, folder: string): Promise<Authority> {
  const certificate = new x509.X509Certificate(readFileSync(certificateOf(folder), 'utf8'))
  return { certificate, key: await readKey(keyOf(folder)) }
}

async function makeAuthority(x509: X509, folder: string): Promise<Authority> {
  const keys = await makeKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=ichrisbirch local authority ${crypto.randomUUID().slice(0, 8)}`,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + authorityDays * day),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  writeWhole(keyOf(folder), await pemOf(keys.privateKey))
  writeWhole(certificateOf(folder), `${certificate.toString('pem')}\n`)
  return { certificate, key: keys.privateKey }
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  const lines = der.match(/.{1,64}/g) ?? []
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}

async function readKey(file: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(readFileSync(file, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return crypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign'])
}

/** A new file, renamed into place: nobody meets half of it, and the rights of an old one do not stay. */
function writeWhole(file: string, text: string, share: (file: string) => void = () => {}): void {
  const draft = `${file}.${process.pid}`
  rmSync(draft, { force: true })
  writeFileSync(draft, text, { mode: file.endsWith('key.pem') ? 0o600 : 0o644 })
  share(draft)
  renameSync(draft, file)
}

/** Root gives it to Traefik's user alone; anyone else can only open it, inside a state folder closed to others. */
function shareWithTraefik(file: string): void {
  if (process.getuid?.() === 0) chownSync(file, traefikUser, traefikUser)
  else chmodSync(file, 0o644)
}
