import type { Job } from './job.ts'
import { autotasks } from './jobs/autotasks.ts'
import { cleanUp } from './jobs/clean-up.ts'
import { digest } from './jobs/digest.ts'
import { watchdog } from './jobs/watchdog.ts'

/** Everything the house does by itself. */
export const jobs: Job[] = [autotasks, digest, cleanUp, watchdog]
