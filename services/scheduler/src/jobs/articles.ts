import { beginPage, handBackPage, saveFault, saveText, type UnreadPage } from '@ichrisbirch/db/article-texts'
import { runSoon } from '@ichrisbirch/db/schedules'
import { type Outcome, readInThread } from '../articles/page-reader.ts'
import type { Job, JobRun } from '../job.ts'

/** Pages that are read at the same time: a large import must not take the house's whole machine. */
const AT_ONCE = 2
/** A run that has more to do is followed by another. */
const MOST_MS = 5 * 60_000
/** Seconds until a page that could not be reached is tried again, each time; after them it has failed. */
const RETRY_AFTER = [5 * 60, 60 * 60, 24 * 60 * 60]
/** Begun so often, and never ended: the scheduler died each time, and perhaps of it. */
const MOST_ATTEMPTS = 6

export const articles: Job = {
  name: 'articles',
  title: 'Read the pages of saved articles',
  // Saving one asks for a run at once. These are for what is tried again, and for what a killed scheduler left.
  rule: '*/15 * * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 30 * 60,
  retries: 3,
  run: (run) => readPages(run, []),
}

/** @param permitted addresses that may be asked although they are not public: those of a test's own server. */
export async function readPages(
  run: Pick<JobRun, 'db' | 'log' | 'signal'>,
  permitted: readonly string[],
): Promise<void> {
  const until = performance.now() + MOST_MS
  const ended = { read: 0, notRead: 0 }
  const work = async () => {
    while (performance.now() < until) {
      run.signal.throwIfAborted()
      const page = await beginPage(run.db)
      if (!page) return
      ended[(await readOne(run, page, permitted)) ? 'read' : 'notRead']++
    }
    await runSoon(run.db, articles.name)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  // Numbers only: what somebody reads is not for the log.
  if (ended.read + ended.notRead > 0) run.log.info(ended, 'pages were read')
}

/** @returns whether its text is here now. */
async function readOne(
  { db, signal }: Pick<JobRun, 'db' | 'signal'>,
  page: UnreadPage,
  permitted: readonly string[],
): Promise<boolean> {
  if (page.attempts > MOST_ATTEMPTS) {
    await saveFault(db, page.id, 'The page was begun several times, and never read to its end.', undefined)
    return false
  }
  const outcome = await readInThread({ ...page, permitted }, signal).catch(async (error: unknown) => {
    await handBackPage(db, page.id)
    throw error
  })
  if ('page' in outcome) await saveText(db, page.id, outcome.page)
  else await saveFault(db, page.id, outcome.fault.reason, retryAfter(page, outcome))
  return 'page' in outcome
}

function retryAfter({ attempts }: UnreadPage, outcome: Outcome): number | undefined {
  if ('fault' in outcome && outcome.fault.kind === 'passing') return RETRY_AFTER[attempts - 1]
  return undefined
}
