import type * as x509Module from '@peculiar/x509'
import type { webcrypto } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000
const authorityDays = 3650
/** Browsers refuse more than 398. */
const certificateDays = 390
const renewBeforeDays = 30
/** The user that Traefik is in its container. */
const traefikUser = 65_532

/**
 * Makes what Traefik shows to browsers: a certificate for the host names of an environment, signed by a local authority
 * of this checkout. A certificate that is valid for the names for another month is left alone.
 * @returns whether a new one was made.
 */
export async function makeCertificate(authorityFolder: string, folder: string, hostNames: string[]): Promise<boolean> {
  await import('reflect-metadata') // what @peculiar/x509 asks for, before it is loaded itself
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(globalThis.crypto as never)
  const authority = await loadOrMakeAuthority(x509, authorityFolder)
  const certificateFile = join(folder, 'cert.pem')
  if (existsSync(certificateFile) && existsSync(join(folder, 'key.pem'))) {
    const present = new x509.X509Certificate(
      readFileSync(certificateFile, 'utf8').split(/(?<=-----END CERTIFICATE-----)/)[0] ?? '',
    )
    if (isStillGood(x509, present, hostNames) && present.issuer === authority.certificate.subject) return false
  }
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
  writeFileSync(certificateFile, `${certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`)
  await writeKey(join(folder, 'key.pem'), keys.privateKey)
  shareKeyWithTraefik(join(folder, 'key.pem'))
  return true
}

type X509 = typeof x509Module
type Authority = { certificate: x509Module.X509Certificate; key: webcrypto.CryptoKey }

/** The authority's certificate, for whoever is to trust it; its key never leaves the checkout. */
const authorityFile = (folder: string) => join(folder, 'ca.pem')

async function loadOrMakeAuthority(x509: X509, folder: string): Promise<Authority> {
  const keyFile = join(folder, 'ca-key.pem')
  if (existsSync(keyFile) && existsSync(authorityFile(folder))) {
    const certificate = new x509.X509Certificate(readFileSync(authorityFile(folder), 'utf8'))
    if (certificate.notAfter.getTime() > Date.now() + certificateDays * day) {
      return { certificate, key: await readKey(keyFile) }
    }
  }
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
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await writeKey(keyFile, keys.privateKey)
  writeFileSync(authorityFile(folder), `${certificate.toString('pem')}\n`)
  return { certificate, key: keys.privateKey }
}

function isStillGood(x509: X509, certificate: Authority['certificate'], hostNames: string[]): boolean {
  const names =
    certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items.map(({ value }) => value) ?? []
  return (
    hostNames.every((name) => names.includes(name)) &&
    certificate.notAfter.getTime() > Date.now() + renewBeforeDays * day
  )
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function writeKey(file: string, key: webcrypto.CryptoKey): Promise<void> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  const lines = der.match(/.{1,64}/g) ?? []
  writeFileSync(file, `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 })
}

async function readKey(file: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(readFileSync(file, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return crypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign'])
}

/** Root gives it to Traefik's user alone; anyone else can only open it, inside a state folder closed to others. */
function shareKeyWithTraefik(file: string): void {
  if (process.getuid?.() === 0) chownSync(file, traefikUser, traefikUser)
  else chmodSync(file, 0o644)
}
