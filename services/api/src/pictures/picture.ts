import type { StoredFile } from '@ichrisbirch/contract/files'
import { readGif } from './gif.ts'
import { readJpeg } from './jpeg.ts'
import { readPng } from './png.ts'
import { readWebp } from './webp.ts'

/** A picture as it is kept: without what it told of place, time and camera. */
export interface Picture {
  type: StoredFile['type']
  bytes: Buffer
  width: number
  height: number
}

/** What a reader of one format gives: the parts to keep, in their order, and the size it is looked at. */
export interface Read {
  parts: Uint8Array[]
  width: number
  height: number
}

const FORMATS: { type: Picture['type']; begins: RegExp; read: (bytes: Buffer) => Read }[] = [
  { type: 'image/jpeg', begins: /^\xff\xd8\xff/, read: readJpeg },
  { type: 'image/png', begins: /^\x89PNG\r\n\x1a\n/, read: readPng },
  { type: 'image/webp', begins: /^RIFF[^]{4}WEBP/, read: readWebp },
  { type: 'image/gif', begins: /^GIF8[79]a/, read: readGif },
]

/**
 * Finds the format in the bytes and takes out every part that the picture is not made of. Nothing is decoded: pixels,
 * colours and quality stay as they are, and doing it twice changes nothing more.
 * @returns undefined for what is no JPEG, PNG, WebP or GIF, or breaks off before its size is known.
 */
export function readPicture(bytes: Buffer): Picture | undefined {
  const beginning = bytes.toString('latin1', 0, 16)
  const format = FORMATS.find(({ begins }) => begins.test(beginning))
  if (!format) return undefined
  try {
    const { parts, width, height } = format.read(bytes)
    return width > 0 && height > 0 ? { type: format.type, bytes: Buffer.concat(parts), width, height } : undefined
  } catch (error) {
    // A length that points behind the end.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** @throws RangeError where the bytes end before: `subarray` alone would give what is there. */
export function slice(bytes: Buffer, from: number, to: number): Buffer {
  if (to > bytes.length || to < from) throw new RangeError(`${from} to ${to} of ${bytes.length} bytes`)
  return bytes.subarray(from, to)
}
