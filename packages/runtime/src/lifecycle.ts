import type { Logger } from './log.ts'

/**
 * Runs a service until it is told to stop: SIGTERM and SIGINT begin `stop` once; the process ends with 0 when it
 * has finished, and with 1 when it fails or takes longer than `graceMs` (compose's stop_grace_period is 10 s).
 * An error nobody caught is logged and ends the process: the engine starts a clean one.
 */
export async function runService(
  log: Logger,
  start: () => Promise<() => Promise<void>>,
  graceMs = 8000,
): Promise<void> {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      log.fatal({ err: error }, 'nobody caught this error')
      process.exit(1)
    })
  }
  let stop: (() => Promise<void>) | undefined
  let isStopping = false
  const end = (signal: string) => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => fail(log, `not stopped within ${graceMs} ms`), graceMs).unref()
    ;(stop?.() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => fail(log, 'could not stop in order', error),
    )
  }
  process.on('SIGTERM', () => end('SIGTERM'))
  process.on('SIGINT', () => end('SIGINT'))
  try {
    stop = await start()
    // What the start leaves behind is a quarter of the memory, and an idle service would keep it: V8 collects when it needs
    // room. `gc` is there with --expose-gc; this flavour also gives back the pages.
    globalThis.gc?.({ type: 'major', flavor: 'last-resort' })
  } catch (error) {
    fail(log, error instanceof Error ? error.message : 'could not start', error)
  }
}

function fail(log: Logger, message: string, error?: unknown): never {
  log.fatal({ err: error }, message)
  process.exit(1)
}
