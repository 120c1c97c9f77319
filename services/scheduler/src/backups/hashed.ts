import type { Hash } from 'node:crypto'

/** The same bytes, which `hash` has seen when they have ended. */
export async function* hashed(source: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    hash.update(piece)
    yield piece
  }
}
