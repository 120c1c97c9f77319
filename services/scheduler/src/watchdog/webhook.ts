import { listUntoldAlarms, setAlarmTold } from '@ichrisbirch/db/alarms'
import type { JobRun } from '../job.ts'

const TIMEOUT_MS = 10_000

/**
 * Tells the webhook of every alarm that was raised or cleared, once each, in order. One that does not answer fails the
 * run, whose retries tell it again. The address is the admin's own choice: a private one is as good as any.
 */
export async function tellWebhook({ db, config, now, signal, log }: JobRun): Promise<void> {
  const url = config.ALARM_WEBHOOK_URL
  for (const alarm of await listUntoldAlarms(db)) {
    const { id, kind, subject, message, raisedAt, clearedAt } = alarm
    const changes = [
      ...(alarm.toldRaisedAt === null ? (['raised'] as const) : []),
      ...(clearedAt !== null ? (['cleared'] as const) : []),
    ]
    for (const change of changes) {
      signal.throwIfAborted()
      if (url) {
        await post(url, { change, alarm: { id, kind, subject, message, raisedAt, clearedAt } }, signal)
        log.info(`the webhook was told: ${kind} of ${subject} ${change}`)
      }
      // Without a webhook there is nobody to tell; one that is configured later does not want what is over.
      await setAlarmTold(db, id, change, now())
    }
  }
}

async function post(url: string, body: unknown, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'ichrisbirch' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch((error: unknown) => {
    signal.throwIfAborted()
    // The address may hold a secret: it is in no message.
    throw new Error(`The alarm webhook does not answer: ${reasonOf(error)}`, { cause: error })
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`The alarm webhook answered ${response.status}.`)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `nothing within ${TIMEOUT_MS / 1000} seconds`
  return (error.cause as { code?: string } | undefined)?.code ?? error.name
}
