/** How much of a page is looked through for its encoding (HTML, 13.2.3.2). */
const LOOKED_THROUGH = 1024
const CHARSET = /charset\s*=\s*["']?([\w-]+)/i

/** A page's bytes as text: by its byte order mark, its header, its own word, or else as UTF-8. */
export function decodePage(bytes: Buffer, contentType: string): string {
  const mark =
    bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : undefined
  const named = CHARSET.exec(contentType)?.[1] ?? CHARSET.exec(bytes.toString('latin1', 0, LOOKED_THROUGH))?.[1]
  return decoderOf(mark ?? named).decode(bytes)
}

function decoderOf(label = 'utf-8') {
  try {
    return new TextDecoder(label)
  } catch (error) {
    // A name that is none says nothing.
    if (error instanceof RangeError) return new TextDecoder()
    throw error
  }
}
