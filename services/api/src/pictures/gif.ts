import { type Read, slice } from './picture.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const GRAPHIC_CONTROL = 0xf9
const APPLICATION = 0xff

/** Bytes of a colour table, from the flags that announce it (GIF89a, 18 and 20). */
const tableOf = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Comments and applications' own data, such as XMP, are left out; what repeats an animation stays. */
export function readGif(bytes: Buffer): Read {
  let at = 13 + tableOf(bytes.readUInt8(10))
  const parts: Uint8Array[] = [slice(bytes, 0, at)]
  for (let kind = bytes.readUInt8(at); kind === EXTENSION || kind === IMAGE; kind = bytes.readUInt8(at)) {
    const head = kind === IMAGE ? 11 + tableOf(bytes.readUInt8(at + 9)) : 2
    const end = endOfBlocks(bytes, at + head)
    const part = slice(bytes, at, end)
    if (kind === IMAGE || isKept(part)) parts.push(part)
    at = end
  }
  if (!parts.some((part) => part[0] === IMAGE)) throw new RangeError('no image')
  return { parts: [...parts, Buffer.from([0x3b])], width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

function isKept(extension: Buffer): boolean {
  const label = extension.readUInt8(1)
  const isRepeat = /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(extension.toString('latin1', 3, 14))
  return label === GRAPHIC_CONTROL || (label === APPLICATION && isRepeat)
}

/** Behind a row of blocks, each of which begins with its length; one of length 0 ends it. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from
  while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at)
  return at + 1
}
