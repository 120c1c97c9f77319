import { type Read, slice } from './picture.ts'

// Markers of ITU-T T.81, table B.1.
const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const COMMENT = 0xfe
const EXIF = 0xe1
const ORIENTATION = 0x0112

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Applications' segments without which the picture would look different: its density, colours and colour transform. */
function isKept(marker: number, segment: Buffer): boolean {
  if (marker === COMMENT) return false
  if (marker < 0xe0 || marker > 0xef) return true
  const name = segment.toString('latin1', 4, 16)
  return name.startsWith('JFIF\0') || name.startsWith('ICC_PROFILE\0') || name.startsWith('Adobe')
}

/** What comes behind the end of the image, such as a phone's second picture with its own Exif, is left out too. */
export function readJpeg(bytes: Buffer): Read {
  const kept: Uint8Array[] = []
  let [width, height, orientation, at] = [0, 0, 1, 2]
  while (at < bytes.length) {
    while (bytes.readUInt8(at + 1) === 0xff) at++
    if (bytes.readUInt8(at) !== 0xff) throw new RangeError('no marker')
    const marker = bytes.readUInt8(at + 1)
    if (marker === END_OF_IMAGE) break
    const segment = slice(bytes, at, at + 2 + bytes.readUInt16BE(at + 2))
    if (isFrame(marker)) [height, width] = [segment.readUInt16BE(5), segment.readUInt16BE(7)]
    if (marker === EXIF && orientation === 1) orientation = orientationOf(segment)
    if (isKept(marker, segment)) kept.push(segment)
    at += segment.length
    if (marker === START_OF_SCAN) {
      const end = endOfScan(bytes, at)
      kept.push(bytes.subarray(at, end))
      at = end
    }
  }
  // The only thing of Exif that is needed to see it right.
  const turn = orientation === 1 ? [] : [exifWith(orientation)]
  const [shownWidth, shownHeight] = orientation >= 5 ? [height, width] : [width, height]
  return {
    parts: [Buffer.from([0xff, 0xd8]), ...turn, ...kept, Buffer.from([0xff, END_OF_IMAGE])],
    width: shownWidth,
    height: shownHeight,
  }
}

/** The next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return bytes.length
}

/** 1 to 8 (Exif 2.32, 4.6.4 A); 1, as it lies, when nothing usable is said. */
function orientationOf(segment: Buffer): number {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return 1
  const tiff = segment.subarray(10)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  if (tiff.length < 8) return 1
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12
    if (short(at) !== ORIENTATION) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** A whole Exif segment of one entry. */
function exifWith(orientation: number): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, EXIF, 0, 34]),
    Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01', 'latin1'),
    Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
  ])
}
