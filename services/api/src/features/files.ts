import { createHash } from 'node:crypto'
import { files } from '@ichrisbirch/contract/files'
import { newId } from '@ichrisbirch/db/columns'
import * as rows from '@ichrisbirch/db/files'
import type { FastifyInstance } from 'fastify'
import { readPageKey, toPage } from '../page-key.ts'
import { readPicture } from '../pictures/picture.ts'
import { found, notFound, Refusal } from '../refusal.ts'
import { implement, type RouteOptions } from '../routes.ts'

export function filesRoutes(app: FastifyInstance, options: RouteOptions): void {
  implement(app, files, options, {
    async listFiles({ owner, db, query: { limit, after } }) {
      const list = await rows.listFiles(db, owner.id, { limit: limit + 1, after: readPageKey(after, 'instant') })
      return toPage(list, limit, (file) => file.createdAt)
    },

    async createFile({ owner, db, query, body }) {
      const picture = readPicture(Buffer.from(await body.arrayBuffer()))
      if (!picture) throw new Refusal('unsupported_media_type', 'Only JPEG, PNG, WebP and GIF pictures are kept.')
      const { type, bytes: content, width, height } = picture
      const sha256 = createHash('sha256').update(content).digest('hex')
      const { id = newId(), name = null } = query
      const file = { id, name, type, width, height, sha256, bytes: content.length, content }
      const made = await rows.insertFile(db, owner.id, file)
      if (made) return made
      const there = await rows.findFile(db, owner.id, id)
      if (there?.sha256 !== sha256 || there.name !== name)
        throw new Refusal('id_taken', 'The id belongs to something else.')
      return there
    },

    async getFile({ owner, db, params }) {
      return found(await rows.findFile(db, owner.id, params.id), 'photo')
    },

    async downloadFile({ owner, db, params }) {
      const { type, name, content } = found(await rows.readFile(db, owner.id, params.id), 'photo')
      return new File([new Uint8Array(content)], name ?? `${params.id}.${type.replace('image/', '')}`, { type })
    },

    async deleteFile({ owner, db, params }) {
      found(await rows.setFileState(db, owner.id, params.id, 'deleted'), 'photo')
      return undefined
    },

    async restoreFile({ owner, db, params }) {
      const back = await rows.setFileState(db, owner.id, params.id, 'restored')
      const file = back ?? found(await rows.findFile(db, owner.id, params.id), 'photo')
      if (file.deletedAt) throw notFound('photo')
      return file
    },
  })
}
