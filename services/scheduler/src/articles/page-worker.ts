// Reads one page, in a thread of its own: see page-reader.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { fetchPage } from './fetch-page.ts'
import { PageFault } from './page-fault.ts'
import type { Outcome, Work } from './page-reader.ts'
import { readPage } from './read-page.ts'

const { url, givenHtml, permitted } = workerData as Work

async function work(): Promise<Outcome> {
  try {
    const page =
      givenHtml === null ? await fetchPage(url, { permitted }) : ({ url, kind: 'html', content: givenHtml } as const)
    return { page: readPage(page) }
  } catch (error) {
    if (!(error instanceof PageFault)) throw error
    return { fault: { kind: error.kind, reason: error.message } }
  }
}

// A thread's port has no origins to choose from.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(await work())
