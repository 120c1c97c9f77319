import { beginImport, endImport, findOpenImport, importBatch } from '@ichrisbirch/db/article-imports'
import { runSoon } from '@ichrisbirch/db/schedules'
import { readFile } from '../articles/files/read-file.ts'
import type { Job, JobRun } from '../job.ts'
import { articles } from './articles.ts'

const BATCH = 200
/** More are counted, and not listed: nobody goes through them one by one. */
const MOST_FAULTS = 1000

export const articleImports: Job = {
  name: 'article-imports',
  title: 'Save the pages of imported files',
  // Sending a file asks for a run at once.
  rule: '7,37 * * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 30 * 60,
  retries: 3,
  async run(run) {
    for (let file = await findOpenImport(run.db); file; file = await findOpenImport(run.db)) await importFile(run, file)
  },
}

async function importFile(
  { db, signal, log }: JobRun,
  file: { id: string; ownerId: string; content: string; done: number },
): Promise<void> {
  const read = readFile(file.content)
  if (!read) return endImport(db, file.id, 'failed', 'The file is no export of Pocket, Instapaper or a browser.')
  const faults = read.entries.flatMap((entry) => ('fault' in entry ? [{ line: entry.line, message: entry.fault }] : []))
  const found = read.entries.flatMap((entry) => ('article' in entry ? [entry.article] : []))
  await beginImport(db, file.id, {
    format: read.format,
    total: found.length,
    faults: faults.slice(0, MOST_FAULTS),
    faultCount: faults.length,
  })
  for (let from = file.done; from < found.length; from += BATCH) {
    signal.throwIfAborted()
    const batch = found.slice(from, from + BATCH)
    await importBatch(db, file, from + batch.length, batch)
    // Their texts come while the rest is still being saved.
    await runSoon(db, articles.name)
  }
  await endImport(db, file.id, 'done')
  log.info(`${found.length} pages of a file were saved, ${faults.length} entries could not be read`)
}
