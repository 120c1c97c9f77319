import { makeBackup } from '../backups/make.ts'
import type { Job } from '../job.ts'

export const backup: Job = {
  name: 'backup',
  title: 'Back up everything',
  rule: '30 2 * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 2 * 3600,
  retries: 3,
  run: makeBackup,
}
