import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toJSONSchema, ZodFile, type ZodType } from 'zod'

/** Bodies of these types are read whole, for endpoints that take a `z.file()`; every other refuses them. */
export function acceptBytes(app: FastifyInstance): void {
  app.addContentTypeParser(
    /^(image\/|application\/octet-stream)/,
    { parseAs: 'buffer' },
    ({ headers }, body: Buffer, done) => {
      done(null, new File([new Uint8Array(body)], '', { type: headers['content-type'] ?? '' }))
    },
  )
}

/** How a route says that bytes are its body: the most it reads, and its media types in the OpenAPI document. */
export function bytesBody(schema: ZodType | undefined): { bodyLimit?: number; consumes?: string[] } {
  if (!(schema instanceof ZodFile)) return {}
  const { maxLength } = toJSONSchema(schema)
  return { ...(maxLength !== undefined && { bodyLimit: maxLength }), consumes: ['image/*', 'application/octet-stream'] }
}

/**
 * A file's bytes never change under one address, so that the address serves as ETag. The browser may keep them, and asks
 * each time: who is signed out, or has deleted it, sees nothing.
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: File): Promise<FastifyReply> {
  const etag = `"${request.url.split('/').at(2)}"`
  const plain = file.name.replace(/[^\w. -]/g, '_')
  void reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type(file.type).send(Buffer.from(await file.arrayBuffer()))
}
