import cluster from 'node:cluster'
import { runService } from './lifecycle.ts'
import type { Logger } from './log.ts'

/**
 * Runs a service in `count` processes that share its port; with one, in this process. A worker that ends is replaced
 * until the service is told to stop; then the workers finish their work in hand.
 */
export async function runWorkers(log: Logger, count: number, start: () => Promise<() => Promise<void>>): Promise<void> {
  if (count === 1 || cluster.isWorker) return runService(log, start)
  return runService(log, async () => {
    let isStopping = false
    cluster.on('exit', (worker, code, signal) => {
      if (isStopping) return
      log.error({ pid: worker.process.pid, exit: signal ?? code }, 'a worker ended; starting another')
      // Not at once: a worker that cannot start must not keep the machine busy.
      setTimeout(() => isStopping || cluster.fork(), 1000)
    })
    for (let worker = 0; worker < count; worker++) cluster.fork()
    return async () => {
      isStopping = true
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
      await Promise.all(
        workers.map((worker) => {
          const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
          worker.process.kill('SIGTERM')
          return ended
        }),
      )
    }
  })
}
