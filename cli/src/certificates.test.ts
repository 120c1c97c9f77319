import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeCertificate } from './certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-certificates-'))
after(() => rmSync(folder, { recursive: true }))
const authority = join(folder, 'ca')
const read = (path: string) => new X509Certificate(readFileSync(path))

test('a certificate is for the host names, signed by the authority of the checkout, and made once', async () => {
  const names = ['api.test.localhost', 'app.test.localhost']
  assert.ok(await makeCertificate(authority, join(folder, 'certs'), names))
  const certificate = read(join(folder, 'certs/cert.pem'))
  const signer = read(join(authority, 'ca.pem'))
  for (const name of names) assert.equal(certificate.checkHost(name), name)
  assert.equal(certificate.checkHost('example.org'), undefined)
  assert.ok(certificate.verify(signer.publicKey))
  assert.ok(signer.ca && !certificate.ca)
  assert.ok(!(await makeCertificate(authority, join(folder, 'certs'), names)))
  assert.equal(read(join(folder, 'certs/cert.pem')).fingerprint256, certificate.fingerprint256)
})

test('a new host name makes a new one, by the same authority', async () => {
  const signer = read(join(authority, 'ca.pem')).fingerprint256
  assert.ok(await makeCertificate(authority, join(folder, 'certs'), ['api.test.localhost', 'new.test.localhost']))
  assert.equal(read(join(folder, 'certs/cert.pem')).checkHost('new.test.localhost'), 'new.test.localhost')
  assert.equal(read(join(authority, 'ca.pem')).fingerprint256, signer)
})

test('the authority’s key can be read by its owner alone', () => {
  assert.equal(statSync(join(authority, 'ca-key.pem')).mode & 0o777, 0o600)
  assert.equal(statSync(authority).mode & 0o777, 0o700)
})
