import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

interface S3Server {
  run: () => Promise<{ port: number }>
  close: () => Promise<void>
}

export const BUCKET = 'backups'
/** The one account that the server has. */
export const CREDENTIALS = 'aws_access_key_id = S3RVER\naws_secret_access_key = S3RVER\n'

/**
 * A server of the S3 protocol on loopback, behind a line that can be made bad: `dropAfter(bytes, times)` cuts the next
 * connections in the middle, counted in both directions; `lists()` is how often its files were asked for.
 */
export async function openS3Server() {
  const directory = mkdtempSync(join(tmpdir(), 'ichrisbirch-s3-'))
  const options = {
    directory,
    port: 0,
    address: '127.0.0.1',
    silent: true,
    configureBuckets: [{ name: BUCKET }],
    // It signs `/bucket` where the client asks for `/bucket/`.
    allowMismatchedSignatures: true,
  }
  // @ts-expect-error it has no types
  const { default: S3rver } = (await import('@20minutes/s3rver')) as { default: new (options: object) => S3Server }
  const server = new S3rver(options)
  const { port } = await server.run()
  const line = await openLine(port)
  after(async () => {
    line.close()
    await server.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    directory,
    endpoint: `http://127.0.0.1:${line.port}`,
    dropAfter: line.dropAfter,
    drops: line.drops,
    lists: line.lists,
  }
}

async function openLine(target: number) {
  const sockets = new Set<Socket>()
  let left = 0
  let bytes = 0
  let dropped = 0
  let listed = 0
  const line = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    let passed = 0
    const pass = (to: Socket) => (piece: Buffer) => {
      passed += piece.length
      if (left > 0 && passed > bytes) {
        left--
        dropped++
        near.resetAndDestroy()
        far.destroy()
      } else to.write(piece)
    }
    near.on('data', pass(far))
    near.on('data', (piece: Buffer) => {
      if (/^GET \S*[?&]list-type=2/.test(piece.toString('latin1'))) listed++
    })
    far.on('data', pass(near))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy()) // cut on purpose
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done))
  const address = line.address()
  if (!address || typeof address === 'string') throw new Error('The line has no port.')
  return {
    port: address.port,
    dropAfter: (afterBytes: number, times: number) => {
      bytes = afterBytes
      left = times
      dropped = 0
    },
    drops: () => dropped,
    lists: () => listed,
    close() {
      line.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
