import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../failure.ts'

/** Where a machine keeps the authorities that its programs trust. */
export type SystemStore = {
  name: string
  /** Ours is put here, and `update` makes the bundle from it. */
  folder: string
  bundle: string
  update: string[]
  /** The same after one was taken away, where that is another command. */
  updateAfterRemoval?: string[]
}

const systemStores: SystemStore[] = [
  {
    name: 'Debian, Ubuntu and Alpine',
    folder: '/usr/local/share/ca-certificates',
    bundle: '/etc/ssl/certs/ca-certificates.crt',
    update: ['update-ca-certificates'],
    updateAfterRemoval: ['update-ca-certificates', '--fresh'],
  },
  {
    name: 'Fedora and RHEL',
    folder: '/etc/pki/ca-trust/source/anchors',
    bundle: '/etc/pki/tls/certs/ca-bundle.crt',
    update: ['update-ca-trust', 'extract'],
  },
  {
    name: 'Arch',
    folder: '/etc/ca-certificates/trust-source/anchors',
    bundle: '/etc/ssl/certs/ca-certificates.crt',
    update: ['update-ca-trust'],
  },
]

/** The store of this machine; undefined where it is none that we know (macOS and Windows have their own programs). */
export function findSystemStore(): SystemStore | undefined {
  return systemStores.find(({ folder, update }) => existsSync(folder) && findProgram(update[0] ?? ''))
}

export const otherStores =
  'macOS: sudo security add-trusted-cert -d -k /Library/Keychains/System.keychain FILE; Windows: certutil -addstore Root FILE'

/** Whether programs of this machine trust an authority; undefined when that cannot be known. */
export function isTrustedBySystem(authority: string, store = findSystemStore()): boolean | undefined {
  if (!store || !existsSync(store.bundle)) return undefined
  const wanted = bodyOf(authority)
  return readFileSync(store.bundle, 'utf8')
    .split('-----END CERTIFICATE-----')
    .some((certificate) => bodyOf(certificate) === wanted)
}

/** Makes the programs of this machine trust an authority. @throws Failure with the commands, where it takes root. */
export function trustInSystem(authorityFile: string, store: SystemStore): void {
  const target = join(store.folder, fileNameOf(authorityFile))
  asOwnerOf([`cp ${authorityFile} ${target}`, store.update.join(' ')], () => {
    copyFileSync(authorityFile, target)
    run(store.update)
  })
}

export function distrustInSystem(authorityFile: string, store: SystemStore): void {
  const target = join(store.folder, fileNameOf(authorityFile))
  if (!existsSync(target)) return
  const update = store.updateAfterRemoval ?? store.update
  asOwnerOf([`rm ${target}`, update.join(' ')], () => {
    rmSync(target, { force: true })
    run(update)
  })
}

/** Chromium's own store, which on Linux it asks beside nothing else. */
export type ChromiumStore = { folder: string; certutil: string }

/** undefined without certutil: then nothing can be read or written there. */
export function findChromiumStore(home = homedir()): ChromiumStore | undefined {
  const certutil = findProgram('certutil')
  return certutil ? { folder: join(home, '.pki/nssdb'), certutil } : undefined
}

export function isTrustedByChromium(authorityFile: string, store: ChromiumStore): boolean {
  const { status } = certutil(store, ['-L', '-n', nicknameOf(authorityFile)])
  return status === 0
}

export function trustInChromium(authorityFile: string, store: ChromiumStore): void {
  if (!existsSync(store.folder)) {
    mkdirSync(store.folder, { recursive: true, mode: 0o700 })
    certutil(store, ['-N', '--empty-password'])
  }
  const { status, stderr } = certutil(store, ['-A', '-t', 'C,,', '-n', nicknameOf(authorityFile), '-i', authorityFile])
  if (status !== 0) throw new Failure('Chromium’s store could not be written', { reason: stderr.trim() })
}

export function distrustInChromium(authorityFile: string, store: ChromiumStore): void {
  if (isTrustedByChromium(authorityFile, store)) certutil(store, ['-D', '-n', nicknameOf(authorityFile)])
}

/** @throws Failure when others can read a key that ours are signed with: whoever has it can pretend to be any site. */
export function refuseReadableKey(keyFile: string): void {
  const status = statSync(keyFile, { throwIfNoEntry: false })
  if (!status || !(status.mode & 0o077)) return
  throw new Failure('The key of the local authority can be read by others', {
    reason: `${keyFile} has mode ${(status.mode & 0o777).toString(8)}: whoever has read it can pretend to be any site to this machine`,
    suggestion: 'make a new authority: ./cli/ichrisbirch certs remove, then ./cli/ichrisbirch certs install',
  })
}

/** The same authority has the same name in every store, and two checkouts have two. */
const fileNameOf = (authorityFile: string) => `ichrisbirch-${fingerprintOf(authorityFile)}.crt`
const nicknameOf = (authorityFile: string) => `ichrisbirch ${fingerprintOf(authorityFile)}`

function fingerprintOf(authorityFile: string): string {
  return new X509Certificate(readFileSync(authorityFile)).fingerprint256.replaceAll(':', '').slice(0, 12).toLowerCase()
}

function bodyOf(pem: string): string {
  return (pem.split('-----BEGIN CERTIFICATE-----').at(-1) ?? '').replace(/-----END CERTIFICATE-----|\s/g, '')
}

function asOwnerOf(commands: string[], work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    throw new Failure('The trust of this machine can be changed by root only', {
      reason: (error as Error).message,
      suggestion: commands.map((command) => `sudo ${command}`).join(' && '),
      cause: error,
    })
  }
}

function run(command: string[]): void {
  const [program = '', ...parameters] = command
  const { status, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8' })
  if (status === 0) return
  throw new Failure(`${program} failed`, {
    reason: stderr?.trim() || error?.message || `code ${status}`,
    suggestion: `run it yourself: sudo ${command.join(' ')}`,
  })
}

function certutil(store: ChromiumStore, words: string[]) {
  return spawnSync(store.certutil, ['-d', `sql:${store.folder}`, ...words], { encoding: 'utf8' })
}

/** sbin too: it is not in the PATH of everybody who may read what is there. */
function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
