import { backups } from '@ichrisbirch/contract/backups'
import { Id } from '@ichrisbirch/contract/wire'
import * as rows from '@ichrisbirch/db/backups'
import { openVolume } from '@ichrisbirch/db/backups/volume'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

/** @param directory of the volume; absent: none can be downloaded. */
export function backupsRoutes(app: FastifyInstance, options: RouteOptions, directory: string | undefined): void {
  implement(app, backups, options, {
    async listBackups({ db, query: { limit, after } }) {
      const key = readPageKey(after, 'instant')
      const list = await rows.listBackups(db, { limit: limit + 1, after: key && { madeAt: key.value, id: key.id } })
      return toPage(list, limit, (backup) => backup.madeAt)
    },
  })

  // Bytes and no JSON: not in the table of endpoints, which the typed client is made of.
  app.get('/backups/:id/file/', {
    schema: { summary: 'The file of a backup, encrypted as it lies there', tags: [options.tag] },
    onRequest: async (request) => {
      if (!(await options.identify(request)).admin) throw notFound('address')
    },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string }
      const backup = found(Id.safeParse(id).success ? await rows.findBackup(options.db, id) : undefined, 'backup')
      const volume = directory === undefined ? undefined : openVolume(directory)
      const file = (await volume?.list())?.find(({ name }) => name === backup.name)
      if (!volume || !file)
        throw new Refusal(
          'not_found',
          'The file is not on this machine: `ichrisbirch <environment> db fetch` gets it from S3.',
        )
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-length', file.bytes)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(volume.read(file.name))
    },
  })
}
