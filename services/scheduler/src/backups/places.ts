import type { Place } from '@ichrisbirch/db/backups/place'
import type { S3Place } from '@ichrisbirch/db/backups/s3'
import { openVolume } from '@ichrisbirch/db/backups/volume'
import type { HouseServer } from '@ichrisbirch/db/dumps/load'
import { BACKUPS } from '@ichrisbirch/db/migrations'
import type { SchedulerConfig } from '../config.ts'

/** The folder of the volume. @throws when the scheduler was not told of one. */
export function volumeOf(config: SchedulerConfig): string {
  if (!config.BACKUP_DIRECTORY) throw new Error('There is no place for backups: BACKUP_DIRECTORY is missing')
  return config.BACKUP_DIRECTORY
}

/** S3 where a bucket is configured. Its client is loaded only then: it takes 40 MB. */
export async function s3Of(config: SchedulerConfig): Promise<S3Place | undefined> {
  const { BACKUP_S3_BUCKET: bucket, BACKUP_S3_PREFIX: prefix = '' } = config
  if (!bucket) return undefined
  const { openS3 } = await import('@ichrisbirch/db/backups/s3')
  const { BACKUP_S3_ENDPOINT: endpoint, BACKUP_S3_REGION: region, BACKUP_S3_CREDENTIALS: credentials } = config
  return openS3({ bucket, prefix, endpoint, region, credentials })
}

export async function placesOf(config: SchedulerConfig): Promise<Place[]> {
  const s3 = await s3Of(config)
  return [openVolume(volumeOf(config)), ...(s3 ? [s3] : [])]
}

/** The database as the backups' role sees it: it reads everything, and restores into databases of its own. */
export function serverOf(config: SchedulerConfig): HouseServer {
  if (!config.BACKUPS_PASSWORD) throw new Error('The password of the backups’ role, BACKUPS_PASSWORD, is missing')
  const url = new URL(config.DATABASE_URL)
  url.username = BACKUPS
  return { url: url.href, password: config.BACKUPS_PASSWORD, servicesPassword: config.DATABASE_PASSWORD }
}
