import type { Job } from './job.ts'
import { articleImports } from './jobs/article-imports.ts'
import { articles } from './jobs/articles.ts'
import { autotasks } from './jobs/autotasks.ts'
import { backup } from './jobs/backup.ts'
import { cleanUp } from './jobs/clean-up.ts'
import { digest } from './jobs/digest.ts'
import { removeOldBackups } from './jobs/remove-old-backups.ts'
import { verifyBackup } from './jobs/verify-backup.ts'
import { watchdog } from './jobs/watchdog.ts'

/** Everything the house does by itself. */
export const jobs: Job[] = [
  autotasks,
  articles,
  articleImports,
  backup,
  verifyBackup,
  removeOldBackups,
  digest,
  cleanUp,
  watchdog,
]
