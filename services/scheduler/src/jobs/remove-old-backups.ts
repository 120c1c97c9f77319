import { removeOldBackups as remove } from '../backups/remove.ts'
import type { Job } from '../job.ts'

export const removeOldBackups: Job = {
  name: 'remove-old-backups',
  title: 'Remove backups that are past their keeping',
  rule: '30 5 * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 3600,
  retries: 2,
  run: remove,
}
