import type { Job } from './job.ts'
import { autotasks } from './jobs/autotasks.ts'

/** Everything the house does by itself. */
export const jobs: Job[] = [autotasks]
