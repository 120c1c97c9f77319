import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Instant, page, pageQuery } from './wire.ts'

/** volume: a folder of the scheduler. s3: S3, or what speaks its protocol. */
export const BACKUP_PLACES = ['volume', 's3'] as const

export const Backup = z
  .object({
    id: Id,
    name: z.string().describe('of the file'),
    place: z.enum(BACKUP_PLACES),
    madeAt: Instant,
    bytes: z.int(),
    sha256: z.string().nullable().describe('of the file; null for one that was found and not yet read'),
    migration: z.string().nullable(),
    encrypted: z.boolean(),
    verifiedAt: Instant.nullable().describe('when it was last restored beside the house without a fault'),
    fault: z.string().nullable().describe('why it could not be restored when that was last tried'),
  })
  .meta({ id: 'Backup' })
export type Backup = z.infer<typeof Backup>

export const backups = {
  listBackups: endpoint({
    method: 'GET',
    path: '/backups/',
    summary: 'List the backups in all places, newest first',
    status: 200,
    query: z.strictObject(pageQuery),
    answer: page(Backup),
    who: 'admin',
  }),
}
