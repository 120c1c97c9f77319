import type { MissedPolicy } from '@ichrisbirch/contract/schedules'
import type { Database, OpenDatabase } from '@ichrisbirch/db/database'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { SchedulerConfig } from './config.ts'

/** What the house does by itself. One file in jobs/, one line in jobs.ts. */
export interface Job<Config = SchedulerConfig> {
  /** As in `ichrisbirch schedules run backup`. It never changes: what a person set is kept under it. */
  name: string
  /** What it does, for people: 'Back up everything'. */
  title: string
  /** When: cron ('30 2 * * *') or an RFC 5545 rule ('FREQ=WEEKLY;BYDAY=SU;BYHOUR=3'). */
  rule: string
  /** IANA zone in which the rule is read. What runs several times an hour is best read in UTC. */
  timeZone: string
  missed: MissedPolicy
  /** Seconds after a slot within which it must have succeeded; the watchdog raises an alarm otherwise. */
  expectWithin: number
  /** How often a failed run is tried again before it is given up. */
  retries: number
  /**
   * May run twice without harm: a scheduler that dies after the work and before its record is followed by another.
   * An error is a failure of the run, and its message the reason that people read.
   */
  run: (run: JobRun<Config>) => Promise<void>
}

/** What a run gets. */
export interface JobRun<Config = SchedulerConfig> {
  db: OpenDatabase['db']
  config: Config
  /** The time that the run is for: hours ago when it is made up. */
  slot: Date
  now: () => Date
  /** Aborted when the scheduler stops or has lost the run to another: end soon, by throwing `signal.reason`. */
  signal: AbortSignal
  /** Its lines are kept with the run, and shown to people. */
  log: Logger
  /**
   * Does the last of the work and records the success in one transaction: killed at any moment, both are there or
   * neither. For work that is rows of the database; nothing may follow it. @throws when the run is another's by now.
   */
  finish: (work: (tx: Database) => Promise<void>) => Promise<void>
}
