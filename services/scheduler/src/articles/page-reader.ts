import { Worker } from 'node:worker_threads'
import type { ReadPage } from '@ichrisbirch/db/article-texts'
import type { PageFault } from './page-fault.ts'

export interface Work {
  url: string
  /** The page as a browser sent it along: then nothing is fetched. */
  givenHtml: string | null
  /** Addresses that may be asked although they are not public: those of a test's own server. */
  permitted: readonly string[]
}

export type Outcome = { page: ReadPage } | { fault: { kind: PageFault['kind']; reason: string } }

/** To fetch it and to find its text. */
const MOST_MS = 60_000
const MOST_MB = 256

/**
 * Fetches a page and finds its text in a thread of its own. A page is a stranger's: one that is made to take for ever, or
 * more memory than there is, ends its thread and nothing else, and nothing of the process's environment is in there. What
 * reads pages is large, and is gone from memory with it. @throws the signal's reason.
 */
export function readInThread(work: Work, signal: AbortSignal): Promise<Outcome> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./page-worker.ts', import.meta.url), {
      workerData: work,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
    })
    const tooLong = setTimeout(() => end(() => resolve(lasting('The page takes too long to read.'))), MOST_MS)
    const onAbort = () => end(() => reject(signal.reason as Error))
    const end = (settle: () => void) => {
      clearTimeout(tooLong)
      signal.removeEventListener('abort', onAbort)
      void worker.terminate().then(settle)
    }
    signal.addEventListener('abort', onAbort)
    worker.once('message', (outcome: Outcome) => end(() => resolve(outcome)))
    worker.once('error', (error) =>
      end(() => resolve(lasting(`The page cannot be read: ${error.message}`.slice(0, 300)))),
    )
  })
}

const lasting = (reason: string): Outcome => ({ fault: { kind: 'lasting', reason } })
