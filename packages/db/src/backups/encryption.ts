import { DumpFault } from '../dumps/fault.ts'

// The age format (age-encryption.org/v1): authenticated, in pieces of 64 KiB, and read by programs that are not ours.
const SIGNATURE = Buffer.from('age-encryption.org/v1\n')
/** Loaded when something is encrypted: of a scheduler that waits for the night it would be 3 MB, and 80 ms of its start. */
const loadAge = () => import('age-encryption')

/** The key in a file as `age-keygen` writes it: one line that is no comment. @throws DumpFault `locked`. */
export function readKey(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  const key = lines.find((line) => line !== '' && !line.startsWith('#')) ?? ''
  if (/^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/.test(key)) return key
  throw new DumpFault('locked', 'The key for backups is none: a line AGE-SECRET-KEY-1… is expected')
}

/** A new key, as `age-keygen` would write it into a file. */
export async function makeKeyFile(now: Date): Promise<string> {
  const { generateX25519Identity, identityToRecipient } = await loadAge()
  const key = await generateX25519Identity()
  return `# created: ${now.toISOString().slice(0, 19)}Z\n# public key: ${await identityToRecipient(key)}\n${key}\n`
}

/** The same bytes for nobody but who has the key; returns what `bytes` returns. */
export async function* encrypt<Result>(
  bytes: AsyncGenerator<Uint8Array, Result>,
  key: string,
): AsyncGenerator<Buffer, Result> {
  const { Encrypter, identityToRecipient } = await loadAge()
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(key))
  let result: { is: Result } | undefined
  async function* plain() {
    result = { is: yield* bytes }
  }
  for await (const piece of await encrypter.encrypt(streamOf(plain()))) yield Buffer.from(piece)
  if (!result) throw new Error('The encrypted stream ended before what it is of.')
  return result.is
}

/**
 * The plain bytes of a file, which may be encrypted or not.
 * @param key absent: only a plain file can be read.
 * @throws DumpFault `locked` without the key that it was encrypted for, `damaged` when a byte differs.
 */
export async function* decrypt(
  source: AsyncIterable<Uint8Array>,
  key: string | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const [isEncrypted, whole] = await peek(source)
  if (!isEncrypted) return yield* whole
  if (!key) throw new DumpFault('locked', 'The dump is encrypted, and there is no key')
  const { Decrypter } = await loadAge()
  const decrypter = new Decrypter()
  decrypter.addIdentity(readKey(key))
  // What the source throws is not damage, and comes through the library's streams as it is.
  let lost: { error: unknown } | undefined
  async function* watched() {
    try {
      yield* whole
    } catch (error) {
      lost = { error }
      throw error
    }
  }
  try {
    for await (const piece of await decrypter.decrypt(streamOf(watched()))) yield Buffer.from(piece)
  } catch (error) {
    if (lost) throw lost.error
    throw faultOf(error)
  }
}

function faultOf(error: unknown): DumpFault {
  const message = error instanceof Error ? error.message : String(error)
  if (/no identity matched/.test(message)) return new DumpFault('locked', 'The dump was encrypted with another key')
  return new DumpFault('damaged', `The encrypted dump is damaged: ${message}`)
}

/** Looks at the first bytes, and gives the whole back. */
async function peek(source: AsyncIterable<Uint8Array>): Promise<[boolean, AsyncGenerator<Buffer, void, undefined>]> {
  const iterator = source[Symbol.asyncIterator]()
  let start = Buffer.alloc(0)
  let isOver = false
  while (!isOver && start.length < SIGNATURE.length) {
    const next = await iterator.next()
    if (next.done) isOver = true
    else start = Buffer.concat([start, next.value])
  }
  async function* whole() {
    try {
      if (start.length > 0) yield start
      for (let next = isOver ? undefined : await iterator.next(); next && !next.done; next = await iterator.next())
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    } finally {
      await iterator.return?.()
    }
  }
  return [start.subarray(0, SIGNATURE.length).equals(SIGNATURE), whole()]
}

const streamOf = (bytes: AsyncIterable<Uint8Array>) => ReadableStream.from<Uint8Array>(bytes)
