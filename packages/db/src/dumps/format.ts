import { createHash, type Hash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { DumpFault } from './fault.ts'

// A dump is a sequence of zstd frames (RFC 8878), so that `zstd -dc FILE` prints it as SQL. What we need besides is in
// skippable frames, which other programs pass over:
//   head      what it is of, and the columns and row counts of the tables
//   block     announces the data frame that follows it: which table's rows, or text for psql only
//   manifest  the head again with what is known at the end, then SHA-256 of every byte before
// The last four bytes are the manifest's length, so that a list of many dumps reads a few kilobytes of each.

export const FORMAT = 1
const SKIPPABLE = 0x184d2a50
const SIGNATURE = 'ichrisbirch dump\n'
const KINDS = { head: 72, text: 84, rows: 82, manifest: 77 } as const
const HEADER_BYTES = 8
const HASH_BYTES = 32
/** Rows are packed in pieces of this size at most, which bounds what reading takes in memory. */
export const BLOCK_BYTES = 1 << 20
const LARGEST_RECORD = 16 << 20

export interface DumpedTable {
  name: string
  columns: string[]
  rows: number
}

/** What stands at the beginning of a dump. */
export interface DumpHead {
  format: number
  /** The instant of its snapshot, ISO 8601 UTC. */
  madeAt: string
  /** The environment, as people call it: dev, prod … */
  source: string
  postgres: string
  /** The migrations that its tables were made by, in their order. */
  migrations: { name: string; hash: string }[]
  tables: DumpedTable[]
}

/** What stands at its end. */
export interface DumpManifest extends DumpHead {
  tables: (DumpedTable & { checksum: string; bytes: number })[]
  sequences: { name: string; value: string }[]
  /** Uncompressed size of all rows. */
  bytes: number
}

export type DumpRecord =
  | { kind: 'head'; head: DumpHead }
  | { kind: 'rows'; table: number; unpack: () => Promise<Buffer> }
  | { kind: 'manifest'; manifest: DumpManifest }

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const compression = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
}

export function encodeHead(head: DumpHead): Buffer {
  return skippable(KINDS.head, Buffer.from(SIGNATURE + JSON.stringify(head)))
}

/** @param table index of the table in the head; undefined for text that only psql reads. */
export async function encodeBlock(content: Buffer, table?: number): Promise<Buffer> {
  const frame = await compress(content, compression)
  const facts = Buffer.alloc(12)
  facts.writeUInt32LE(table ?? 0)
  facts.writeUInt32LE(frame.length, 4)
  facts.writeUInt32LE(content.length, 8)
  return Buffer.concat([skippable(table === undefined ? KINDS.text : KINDS.rows, facts), frame])
}

/** @param hash of all bytes before. */
export function encodeManifest(manifest: DumpManifest, hash: Hash): Buffer {
  const json = Buffer.from(JSON.stringify(manifest))
  const record = skippable(KINDS.manifest, Buffer.concat([json, Buffer.alloc(HASH_BYTES + 4)]))
  record.writeUInt32LE(record.length, record.length - 4)
  hash.update(record.subarray(0, -HASH_BYTES - 4))
  hash.digest().copy(record, record.length - HASH_BYTES - 4)
  return record
}

function skippable(kind: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES + 1)
  header.writeUInt32LE(SKIPPABLE)
  header.writeUInt32LE(payload.length + 1, 4)
  header.writeUInt8(kind, HEADER_BYTES)
  return Buffer.concat([header, payload])
}

/**
 * Reads a dump from its first byte to its last, and ends only when every byte is what was written: until then what it
 * has yielded must not be trusted. @throws DumpFault.
 */
export async function* readRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<DumpRecord> {
  const bytes = new ByteReader(source)
  let head: DumpHead | undefined
  for (;;) {
    const before = bytes.hash.copy()
    const { kind, payload, header } = await readSkippable(bytes, head === undefined)
    if (kind === KINDS.manifest && head) {
      const manifest = decodeManifest(payload, before.update(header))
      if (!(await bytes.isAtEnd())) throw new DumpFault('damaged', 'Something was added at the end of the dump')
      yield { kind: 'manifest', manifest }
      return
    }
    if (kind === KINDS.head && !head) yield { kind: 'head', head: (head = decodeHead(payload)) }
    else if ((kind === KINDS.rows || kind === KINDS.text) && head && payload.length === 12) {
      const [table, length, size] = [payload.readUInt32LE(), payload.readUInt32LE(4), payload.readUInt32LE(8)]
      if (length > 2 * BLOCK_BYTES || size > BLOCK_BYTES || (kind === KINDS.rows && !head.tables[table]))
        throw damaged()
      const frame = await bytes.take(length)
      if (kind === KINDS.rows) yield { kind: 'rows', table, unpack: () => unpack(frame, size) }
    } else throw damaged()
  }
}

async function readSkippable(bytes: ByteReader, isFirst: boolean) {
  const start = await bytes.take(HEADER_BYTES, isFirst)
  const length = start.readUInt32LE(4)
  if (start.readUInt32LE() !== SKIPPABLE || length < 1 || length > LARGEST_RECORD) {
    if (isFirst) throw foreign(start)
    throw damaged()
  }
  const content = await bytes.take(length)
  if (isFirst && !content.subarray(1, SIGNATURE.length + 1).equals(Buffer.from(SIGNATURE))) throw foreign(start)
  return {
    kind: content.readUInt8(),
    payload: content.subarray(1),
    header: Buffer.concat([start, content.subarray(0, 1)]),
  }
}

async function unpack(frame: Buffer, size: number): Promise<Buffer> {
  const content = await decompress(frame, { maxOutputLength: BLOCK_BYTES }).catch(() => undefined) // told just below
  if (content?.length !== size) throw damaged()
  return content
}

function decodeHead(payload: Buffer): DumpHead {
  const head = parse(payload.subarray(SIGNATURE.length)) as DumpHead
  if (head?.format > FORMAT) {
    throw new DumpFault('newer', `The dump is of format ${head.format}, and this version reads up to ${FORMAT}`)
  }
  if (head?.format !== FORMAT || !Array.isArray(head.migrations) || !Array.isArray(head.tables)) throw damaged()
  return head
}

/** @param hash of all bytes before its text. */
function decodeManifest(payload: Buffer, hash: Hash): DumpManifest {
  const end = payload.length - HASH_BYTES - 4
  if (end < 0) throw damaged()
  const json = payload.subarray(0, end)
  const isWhole = hash
    .update(json)
    .digest()
    .equals(payload.subarray(end, end + HASH_BYTES))
  if (!isWhole || payload.readUInt32LE(payload.length - 4) !== payload.length + HEADER_BYTES + 1) throw damaged()
  return parse(json) as DumpManifest
}

/** The manifest from the last bytes of a dump alone, whose length `manifestLength` told. Its hash is not checked. */
export function decodeLastRecord(record: Buffer): DumpManifest {
  if (record.length < HEADER_BYTES + 1 + HASH_BYTES + 4 || record.readUInt32LE() !== SKIPPABLE) throw damaged()
  if (record.readUInt8(HEADER_BYTES) !== KINDS.manifest) throw damaged()
  return parse(record.subarray(HEADER_BYTES + 1, record.length - HASH_BYTES - 4)) as DumpManifest
}

/** @param end the last four bytes of a dump, or more. */
export function manifestLength(end: Buffer): number {
  return end.length < 4 ? 0 : end.readUInt32LE(end.length - 4)
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'))
  } catch {
    throw damaged()
  }
}

function damaged(): DumpFault {
  return new DumpFault('damaged', 'The dump is damaged: its bytes are not what was written')
}

function foreign(start: Buffer): DumpFault {
  const isCustom = start.subarray(0, 5).toString('latin1') === 'PGDMP'
  const what = isCustom ? 'It was written by pg_dump: pg_restore reads it' : 'It is no dump of ichrisbirch'
  return new DumpFault('foreign', what)
}

/** Takes exact numbers of bytes from a stream, and hashes what was taken. */
class ByteReader {
  readonly hash = createHash('sha256')
  private readonly source: AsyncIterator<Uint8Array>
  private chunks: Buffer[] = []
  private held = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]()
  }

  async take(count: number, isFirst = false): Promise<Buffer> {
    while (this.held < count) {
      if (await this.fetch()) continue
      if (isFirst && this.held > 0) throw foreign(Buffer.concat(this.chunks))
      throw new DumpFault('cut', isFirst ? 'The file is empty' : 'The dump is cut off: its end is missing')
    }
    const all = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks)
    const taken = all.subarray(0, count)
    this.chunks = [all.subarray(count)]
    this.held -= count
    this.hash.update(taken)
    return taken
  }

  async isAtEnd(): Promise<boolean> {
    while (this.held === 0) if (!(await this.fetch())) return true
    return false
  }

  private async fetch(): Promise<boolean> {
    const { value, done } = await this.source.next()
    if (done) return false
    this.chunks.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
    this.held += value.byteLength
    return true
  }
}
