import { type AlarmCause, clearAlarm, listAlarms, raiseAlarm } from '@ichrisbirch/db/alarms'
import { listWatchedSchedules } from '@ichrisbirch/db/watchdog'
import type { Job, JobRun } from '../job.ts'
import { faultsOfAutotasks } from '../watchdog/autotasks.ts'
import { faultOfBackups } from '../watchdog/backups.ts'
import { faultOfSchedule } from '../watchdog/schedules.ts'
import { tellWebhook } from '../watchdog/webhook.ts'

/** Alarms of other kinds are raised and cleared by those who find them. */
const KINDS: AlarmCause['kind'][] = ['schedule_late', 'run_dead', 'autotask_silent', 'backup_old']

export const watchdog: Job = {
  name: 'watchdog',
  title: 'Raise an alarm when something was not done',
  rule: '*/5 * * * *',
  timeZone: 'UTC',
  missed: 'once',
  expectWithin: 15 * 60,
  retries: 5,
  async run(run) {
    await reconcileAlarms(run, await findFaults(run))
    await tellWebhook(run)
  },
}

async function findFaults({ db, now }: JobRun): Promise<AlarmCause[]> {
  const at = now()
  const schedules = (await listWatchedSchedules(db)).map((schedule) => faultOfSchedule(schedule, at))
  const faults = [...schedules, ...(await faultsOfAutotasks(db, at)), await faultOfBackups(db, at)]
  return faults.filter((fault) => fault !== undefined)
}

/** Raises what is new and clears what is over: what lasts stays one alarm. */
async function reconcileAlarms({ db, now, log }: JobRun, faults: AlarmCause[]): Promise<void> {
  const keyOf = ({ kind, subject }: Pick<AlarmCause, 'kind' | 'subject'>) => `${kind} of ${subject}`
  const wrong = new Set(faults.map(keyOf))
  const open = (await listAlarms(db, { status: 'open', limit: 10_000 })).filter(({ kind }) => KINDS.includes(kind))
  const known = new Set(open.map(keyOf))
  for (const fault of faults) {
    await raiseAlarm(db, fault, now())
    if (!known.has(keyOf(fault))) log.warn(`raised ${keyOf(fault)}: ${fault.message}`)
  }
  for (const alarm of open) {
    if (wrong.has(keyOf(alarm))) continue
    await clearAlarm(db, alarm.kind, alarm.subject, now())
    log.info(`cleared ${keyOf(alarm)}`)
  }
  log.info(faults.length === 0 ? 'all is well' : `${faults.length} alarms are open`)
}
