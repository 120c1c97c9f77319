import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { stackFor } from '../environments.ts'
import { makeCertificate, makeCertificateFor } from './make.ts'
import { certificateState } from './state.ts'

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

test('a key that others could read is replaced, not only closed', async () => {
  const stack = stackFor('dev', folder)
  assert.ok(await makeCertificateFor(stack))
  assert.ok(!(await makeCertificateFor(stack)))
  const key = join(stack.stateDirectory, 'certs/key.pem')
  const before = readFileSync(key, 'utf8')
  chmodSync(key, 0o644)
  chmodSync(stack.stateDirectory, 0o755)
  assert.ok(await makeCertificateFor(stack))
  assert.notEqual(readFileSync(key, 'utf8'), before)
  assert.deepEqual(certificateState(stack).faults, [])
})

test('half of a pair, left by a killed command, is made whole: of a certificate and of the authority', async () => {
  const stack = stackFor('testing', folder)
  const other = stackFor('dev', folder)
  await makeCertificateFor(stack)
  const inAuthority = (name: string) => join(folder, '.ichrisbirch/ca', name)
  const cases: [from: string, to: string][] = [
    [join(other.stateDirectory, 'certs/key.pem'), join(stack.stateDirectory, 'certs/key.pem')],
    [join(other.stateDirectory, 'certs/key.pem'), inAuthority('ca-key.pem')],
  ]
  for (const [from, to] of cases) {
    copyFileSync(from, to)
    assert.ok(await makeCertificateFor(stack), to)
    assert.deepEqual(certificateState(stack).faults, [])
  }
  rmSync(inAuthority('ca.pem'))
  assert.ok(await makeCertificateFor(stack))
  assert.deepEqual(certificateState(stack).faults, [])
  assert.equal(statSync(inAuthority('ca-key.pem')).mode & 0o777, 0o600)
})

test('environments that start at the same moment share one authority', async () => {
  const root = mkdtempSync(join(folder, 'together-'))
  const stacks = (['dev', 'testing', 'ci'] as const).map((name) => stackFor(name, root))
  await Promise.all(stacks.map((stack) => makeCertificateFor(stack)))
  for (const stack of stacks) assert.deepEqual(certificateState(stack).faults, [])
})
