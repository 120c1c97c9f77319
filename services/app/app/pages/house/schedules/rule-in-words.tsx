import type { Schedule } from '@ichrisbirch/contract/schedules'
import { useFrame } from '../../../frame/use-frame.ts'
import classes from './rule-in-words.module.css'

/** `At 02:30`, and on whose clock, where that is not the reader's. */
export function RuleInWords({ schedule }: { schedule: Pick<Schedule, 'ruleInWords' | 'timeZone'> }) {
  const { account } = useFrame()
  const { ruleInWords, timeZone } = schedule
  // What comes every few minutes comes so on every clock.
  const isOfAClock = /\d\d:\d\d/.test(ruleInWords) && timeZone !== account.timeZone
  return <span className={classes.rule}>{isOfAClock ? `${ruleInWords} ${timeZone}` : ruleInWords}</span>
}
