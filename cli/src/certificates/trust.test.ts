import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeCertificate } from './make.ts'
import { certificateState } from './state.ts'
import {
  distrustInChromium,
  distrustInSystem,
  findChromiumStore,
  isTrustedByChromium,
  isTrustedBySystem,
  refuseReadableKey,
  type SystemStore,
  trustInChromium,
  trustInSystem,
} from './trust.ts'
import { stackFor } from '../environments.ts'
import { hostNamesOf } from '../host-names.ts'

const openssl = 'openssl'
const root = mkdtempSync(join(tmpdir(), 'ichrisbirch-certs-'))
after(() => rmSync(root, { recursive: true, force: true }))
const folder = join(root, '.ichrisbirch/ca')
const authority = join(folder, 'ca.pem')
const stack = stackFor('dev', root)
const certificates = join(stack.stateDirectory, 'certs')
const make = () => makeCertificate(folder, certificates, Object.values(hostNamesOf(stack)))
await make()
chmodSync(stack.stateDirectory, 0o700)

/** The machine's own program, in folders that are ours. */
async function ownStore(): Promise<SystemStore | undefined> {
  const program = ['/usr/sbin/update-ca-certificates', '/sbin/update-ca-certificates'].find((path) => existsSync(path))
  if (!program) return undefined
  const place = mkdtempSync(join(root, 'store-'))
  for (const name of ['local', 'etc', 'hooks']) mkdirSync(join(place, name))
  writeFileSync(join(place, 'conf'), '')
  // With nothing else in its folders the program would leave the old bundle where it is.
  await makeCertificate(join(place, 'ca'), join(place, 'certs'), ['another.localhost'])
  copyFileSync(join(place, 'ca/ca.pem'), join(place, 'local/another.crt'))
  const flags = [
    '--localcertsdir',
    join(place, 'local'),
    '--etccertsdir',
    join(place, 'etc'),
    '--certsconf',
    join(place, 'conf'),
    '--hooksdir',
    join(place, 'hooks'),
  ]
  return {
    name: 'test',
    folder: join(place, 'local'),
    bundle: join(place, 'etc/ca-certificates.crt'),
    update: [program, ...flags],
    updateAfterRemoval: [program, '--fresh', ...flags],
  }
}

const store = await ownStore()
const noStore = store ? false : 'this machine has no update-ca-certificates'
if (noStore) console.log(`Left out: ${noStore}`)

test('the machine trusts the authority after install, and not after remove', { skip: noStore }, () => {
  if (!store) return
  const pem = readFileSync(authority, 'utf8')
  assert.notEqual(isTrustedBySystem(pem, store), true)
  trustInSystem(authority, store)
  assert.equal(isTrustedBySystem(pem, store), true)
  const verified = spawnSync(openssl, ['verify', '-CAfile', store.bundle, join(certificates, 'cert.pem')], {
    encoding: 'utf8',
  })
  if (!verified.error) assert.equal(verified.status, 0, verified.stderr)
  distrustInSystem(authority, store)
  assert.notEqual(isTrustedBySystem(pem, store), true)
})

test('a machine whose bundle is not there is not said to trust or to distrust', () => {
  const nowhere = { name: 'none', folder: root, bundle: join(root, 'no-bundle'), update: ['true'] }
  assert.equal(isTrustedBySystem(readFileSync(authority, 'utf8'), nowhere), undefined)
})

const chromium = findChromiumStore(join(root, 'home'))
const noChromium = chromium ? false : 'this machine has no certutil'
if (noChromium) console.log(`Left out: ${noChromium}`)

test('Chromium trusts the authority after install, and not after remove', { skip: noChromium }, () => {
  if (!chromium) return
  trustInChromium(authority, chromium)
  assert.equal(isTrustedByChromium(authority, chromium), true)
  distrustInChromium(authority, chromium)
  assert.equal(isTrustedByChromium(authority, chromium), false)
})

test('an authority whose key others can read is refused', () => {
  const key = join(folder, 'ca-key.pem')
  refuseReadableKey(key)
  chmodSync(key, 0o644)
  assert.throws(() => refuseReadableKey(key), /can be read by others/)
  chmodSync(key, 0o600)
})

test('a certificate as it was made has no fault', () => {
  assert.deepEqual(certificateState(stack).faults, [])
})

test('a certificate of another authority, for other names or without its key is found out', async () => {
  const elsewhere = mkdtempSync(join(root, 'other-'))
  await makeCertificate(join(elsewhere, 'ca'), certificates, ['other.localhost'])
  const faults = certificateState(stack).faults.join('; ')
  assert.match(faults, /not for api\.docker\.localhost/)
  rmSync(join(certificates, 'key.pem'))
  assert.match(certificateState(stack).faults.join('; '), /key is missing/)
  rmSync(certificates, { recursive: true })
  assert.match(certificateState(stack).faults.join('; '), /not made yet/)
  await make()
  assert.deepEqual(certificateState(stack).faults, [])
})

test('a key that others can reach is found out', () => {
  const key = join(certificates, 'key.pem')
  chmodSync(key, 0o644)
  chmodSync(stack.stateDirectory, 0o755)
  assert.match(certificateState(stack).faults.join('; '), /others can read its key/)
  chmodSync(stack.stateDirectory, 0o700)
  assert.deepEqual(certificateState(stack).faults, [])
})
