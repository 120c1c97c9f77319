import { type Read, slice } from './picture.ts'

/** The chunks that pixels and colours are made of (PNG, third edition); words, times and Exif are others. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
)

export function readPng(bytes: Buffer): Read {
  const parts: Uint8Array[] = [slice(bytes, 0, 8)]
  for (let at = 8; at < bytes.length; ) {
    const chunk = slice(bytes, at, at + 12 + bytes.readUInt32BE(at))
    const name = chunk.toString('latin1', 4, 8)
    if (KEPT.has(name)) parts.push(chunk)
    if (name === 'IEND') break
    at += chunk.length
  }
  return { parts, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
