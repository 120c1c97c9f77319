import type { Readable } from 'node:stream'
import { PassThrough } from 'node:stream'
import { AccountChange } from '@ichrisbirch/contract/account'
import { dayAt } from '@ichrisbirch/contract/days'
import { exportArchive, importArchive } from '@ichrisbirch/db/archives/archives'
import { ArchiveFault } from '@ichrisbirch/db/archives/fault'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalidField, Refusal } from '../refusal.ts'
import type { RouteOptions } from '../routes.ts'

const ImportQuery = z.strictObject({
  replace: z
    .enum(['true', 'false'])
    .default('false')
    .describe('what you have goes first; otherwise it must be nothing'),
})

/**
 * Everything a person keeps as one archive, out and in. Not in the endpoint tables: these are streams, which may be
 * larger than this process.
 */
export async function archivesRoutes(app: FastifyInstance, { db, identify, tag }: RouteOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/gzip', (_request, payload, done) => done(null, payload))

    scope.get('/export/', {
      schema: {
        tags: [tag],
        summary: 'Everything you keep as one tar.gz: JSON, CSV and files',
        operationId: 'exportAll',
      },
      onRequest: async (request) => {
        request.owner = await identify(request)
      },
      handler: (request, reply) => {
        const owner = ownerOf(request)
        const out = new PassThrough()
        reply.header('content-type', 'application/gzip')
        reply.header('content-disposition', `attachment; filename="ichrisbirch-${dayAt(new Date(), owner)}.tar.gz"`)
        // What fails on the way cuts the stream: the receiver sees an archive without an end.
        exportArchive(db, owner.id, out).catch((error: Error) => {
          request.log.error({ err: error }, 'an export ended early')
          out.destroy(error)
        })
        return reply.send(out)
      },
    })

    scope.post('/import/', {
      schema: {
        tags: [tag],
        summary: 'Take in such an archive: all of it or nothing. Ids are kept',
        operationId: 'importAll',
        querystring: ImportQuery,
      },
      onRequest: async (request) => {
        request.owner = await identify(request)
      },
      handler: async (request, reply) => {
        const { replace } = request.query as z.output<typeof ImportQuery>
        if (!request.body) throw new Refusal('malformed_request', 'Send the archive as the body, as application/gzip.')
        const records = await importAll(db, ownerOf(request).id, request.body as Readable, replace === 'true')
        return reply.send({ records })
      },
    })
  })
}

function ownerOf({ owner }: FastifyRequest) {
  if (!owner) throw new Error('A route of an archive was asked before anybody was identified')
  return owner
}

async function importAll(db: OpenDatabase['db'], owner: string, source: Readable, replace: boolean): Promise<number> {
  try {
    return await importArchive(db, { owner, source, replace, checkAccount })
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error
    if (error.code === 'not_empty') throw new Refusal('still_used', error.message)
    throw invalidField('archive', error.message)
  }
}

function checkAccount(account: unknown): AccountChange {
  const read = AccountChange.safeParse(account)
  if (read.success) return read.data
  throw new ArchiveFault('malformed', z.prettifyError(read.error), { file: 'account.json' })
}
