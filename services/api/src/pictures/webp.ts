import { type Read, slice } from './picture.ts'

const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Bits of VP8X that say that chunks of Exif and XMP follow (RFC 9649, 2.7.1.2). */
const METADATA_FLAGS = 0x08 | 0x04

export function readWebp(bytes: Buffer): Read {
  const chunks: Buffer[] = []
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = 12; at + 8 <= end; ) {
    const length = bytes.readUInt32LE(at + 4)
    const chunk = Buffer.from(slice(bytes, at, at + 8 + length + (length % 2)))
    const name = chunk.toString('latin1', 0, 4)
    if (name === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~METADATA_FLAGS, 8)
    if (KEPT.has(name)) chunks.push(chunk)
    at += chunk.length
  }
  const head = Buffer.from(slice(bytes, 0, 12))
  head.writeUInt32LE(4 + chunks.reduce((sum, chunk) => sum + chunk.length, 0), 4)
  return { parts: [head, ...chunks], ...sizeOf(chunks[0]) }
}

/** The first chunk says the size, each kind in its own way (RFC 9649, 2.5 to 2.7). */
function sizeOf(chunk: Buffer | undefined): { width: number; height: number } {
  const name = chunk?.toString('latin1', 0, 4)
  if (!chunk || chunk.length < 18) throw new RangeError('no size')
  if (name === 'VP8X') return { width: 1 + chunk.readUIntLE(12, 3), height: 1 + chunk.readUIntLE(15, 3) }
  if (name === 'VP8 ') return { width: chunk.readUInt16LE(14) & 0x3fff, height: chunk.readUInt16LE(16) & 0x3fff }
  const bits = chunk.readUInt32LE(9)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
}
