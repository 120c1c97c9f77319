import { verifyNewest } from '../backups/verify.ts'
import type { Job } from '../job.ts'

export const verifyBackup: Job = {
  name: 'verify-backup',
  title: 'Restore the newest backup to prove it',
  rule: '30 3 * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 2 * 3600,
  retries: 1,
  run: verifyNewest,
}
