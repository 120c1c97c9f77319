import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Fonts and pictures are compressed already. */
const COMPRESSIBLE = /\.(js|css|svg)$/
/** In fewer bytes there is nothing to gain: they fit into one packet. */
const SMALLEST = 1024

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Writes `name.br` and `name.gz` beside every file of words in a directory, once, when it is built. Browsers ask for
 * Brotli over TLS only, and for gzip always.
 */
export async function compressFiles(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!COMPRESSIBLE.test(name)) continue
    const file = join(directory, name)
    const content = await readFile(file)
    if (content.length < SMALLEST) continue
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
    await Promise.all([
      writeFile(`${file}.br`, await brotli(content, quality)),
      writeFile(`${file}.gz`, await zip(content, { level: 9 })),
    ])
  }
}
