import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { readPicture } from './picture.ts'

// Made here to the letter of their formats: each has a place, an author and a comment that must not be kept.
const SECRETS = ['52.5163', 'Ada Lovelace', 'at home']
const ascii = (text: string) => Buffer.from(text, 'latin1')

function exif(orientation: number, order: 'II' | 'MM' = 'MM'): Buffer {
  const entry =
    order === 'II'
      ? [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
      : [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  const head = order === 'II' ? 'II*\0\x08\0\0\0\x01\0' : 'MM\0*\0\0\0\x08\0\x01'
  return Buffer.concat([ascii(head), Buffer.from(entry), Buffer.alloc(4), ascii(SECRETS.join())])
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

const FRAME = segment(0xc2, Buffer.from([8, 0, 30, 0, 40, 1, 1, 0x11, 0]))
const SCAN = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]),
])
const jpeg = (orientation: number, order?: 'II' | 'MM') =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, ascii('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    segment(0xe1, Buffer.concat([ascii('Exif\0\0'), exif(orientation, order)])),
    segment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0${SECRETS.join()}`)),
    segment(0xe2, ascii('ICC_PROFILE\0\x01\x01colours')),
    segment(0xed, ascii(`Photoshop 3.0\0${SECRETS.join()}`)),
    segment(0xfe, ascii(SECRETS.join())),
    FRAME,
    SCAN,
    SCAN,
    Buffer.from([0xff, 0xd9]),
    ascii(`a second picture ${SECRETS.join()}`),
  ])

function chunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, ascii(name), content, Buffer.alloc(4)])
}
const png = Buffer.concat([
  ascii('\x89PNG\r\n\x1a\n'),
  chunk('IHDR', Buffer.from([0, 0, 0, 40, 0, 0, 0, 30, 8, 0, 0, 0, 0])),
  chunk('eXIf', exif(6)),
  chunk('tEXt', ascii(`Author\0${SECRETS.join()}`)),
  chunk('IDAT', deflateSync(Buffer.alloc(1230))),
  chunk('IEND', Buffer.alloc(0)),
  ascii(SECRETS.join()),
])

function riff(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(content.length)
  return Buffer.concat([ascii(name), length, content, Buffer.alloc(content.length % 2)])
}
const webp = riff(
  'RIFF',
  Buffer.concat([
    ascii('WEBP'),
    riff('VP8X', Buffer.from([0x0c, 0, 0, 0, 39, 0, 0, 29, 0, 0])),
    riff('VP8 ', Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 40, 0, 30, 0, 7])),
    riff('EXIF', exif(6)),
    riff('XMP ', ascii(SECRETS.join())),
  ]),
)
const gif = Buffer.concat([
  ascii('GIF89a'),
  Buffer.from([40, 0, 30, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
  Buffer.concat([Buffer.from([0x21, 0xff, 11]), ascii('NETSCAPE2.0'), Buffer.from([3, 1, 0, 0, 0])]),
  Buffer.concat([Buffer.from([0x21, 0xfe, 23]), ascii(SECRETS.join().slice(0, 23)), Buffer.from([0])]),
  Buffer.concat([
    Buffer.from([0x21, 0xff, 11]),
    ascii('XMP DataXMP'),
    Buffer.from([7]),
    ascii('at home'),
    Buffer.from([0]),
  ]),
  Buffer.from([0x2c, 0, 0, 0, 0, 40, 0, 30, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
])

const SAMPLES = { 'image/jpeg': jpeg(1), 'image/png': png, 'image/webp': webp, 'image/gif': gif }

for (const [type, bytes] of Object.entries(SAMPLES)) {
  test(`${type} is told from its bytes, measured, and keeps no word of where, when and by whom`, () => {
    const picture = readPicture(bytes)
    assert(picture)
    assert.deepEqual([picture.type, picture.width, picture.height], [type, 40, 30])
    const text = picture.bytes.toString('latin1')
    for (const secret of SECRETS) assert(!text.includes(secret), secret)
    assert.deepEqual(readPicture(picture.bytes), picture, 'done twice, it is as once')
  })

  test(`${type} broken off or damaged anywhere is refused or read, and never hangs or throws`, () => {
    for (let length = 0; length < bytes.length; length++) readPicture(bytes.subarray(0, length))
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = 0xff - (bytes[at] ?? 0)
      readPicture(damaged)
    }
  })
}

test('a photo that was taken sideways is measured, and stays, as it is looked at', () => {
  for (const order of ['II', 'MM'] as const) {
    const picture = readPicture(jpeg(6, order))
    assert(picture)
    assert.deepEqual([picture.width, picture.height], [30, 40])
    assert.deepEqual(readPicture(picture.bytes), picture)
  }
})

test('colours and the repeats of an animation stay', () => {
  assert(readPicture(SAMPLES['image/jpeg'])?.bytes.includes('ICC_PROFILE'))
  assert(readPicture(gif)?.bytes.includes('NETSCAPE2.0'))
})

test('what is no picture, whatever it says of itself, is none', () => {
  for (const text of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'GIF89a', '\x89PNG\r\n\x1a\n', 'RIFF'])
    assert.equal(readPicture(ascii(text)), undefined, text)
})
