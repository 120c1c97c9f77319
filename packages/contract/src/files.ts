import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { DAYS_TO_RESTORE } from './tasks.ts'
import { Id, Instant, line, page, pageQuery } from './wire.ts'

/** What is kept: told from the bytes themselves, whatever the sender says of them. */
export const FILE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const

/** 8 MiB: a photo as a phone makes it. The pages send smaller ones. */
const MOST_BYTES = 8 * 1024 * 1024

export const StoredFile = z
  .object({
    id: Id,
    name: z.string().nullable().describe('as it was called where it came from'),
    type: z.enum(FILE_TYPES).describe('found in the bytes'),
    bytes: z.int(),
    sha256: z.string().describe('of the bytes as they are kept'),
    width: z.int().describe('pixels, as it is looked at'),
    height: z.int().describe('pixels, as it is looked at'),
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'StoredFile' })
export type StoredFile = z.infer<typeof StoredFile>

const fileParams = z.strictObject({ id: Id })

export const files = {
  listFiles: endpoint({
    method: 'GET',
    path: '/files/',
    summary: 'List the photos, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(StoredFile),
  }),
  createFile: endpoint({
    method: 'POST',
    path: '/files/',
    summary: `Keep a photo: its bytes are the body, without what they tell of place, time and camera. One that no record shows goes after ${DAYS_TO_RESTORE} days`,
    status: 201,
    query: z.strictObject({ id: Id.optional(), name: line(255).optional() }),
    body: z.file().max(MOST_BYTES),
    answer: StoredFile,
  }),
  getFile: endpoint({
    method: 'GET',
    path: '/files/:id/',
    summary: 'What is known of one photo',
    status: 200,
    params: fileParams,
    answer: StoredFile,
  }),
  downloadFile: endpoint({
    method: 'GET',
    path: '/files/:id/content/',
    summary: 'The bytes of a photo',
    status: 200,
    params: fileParams,
    answer: z.file(),
  }),
  deleteFile: endpoint({
    method: 'DELETE',
    path: '/files/:id/',
    summary: `Delete a photo; it can be restored for ${DAYS_TO_RESTORE} days`,
    status: 204,
    params: fileParams,
  }),
  restoreFile: endpoint({
    method: 'POST',
    path: '/files/:id/restore/',
    summary: 'Restore a deleted photo',
    status: 200,
    params: fileParams,
    answer: StoredFile,
  }),
}
