import type { CheckIn, Habit, RecentState } from '@ichrisbirch/contract/habits'

/** What a day's state is called. */
export const STATE_WORDS: Record<RecentState, string> = {
  done: 'done',
  part: 'begun',
  skipped: 'skipped',
  missed: 'missed',
  open: 'open',
  free: 'free',
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** 12 days, 1 week. */
export const sayStreak = (count: number, unit: Habit['streakUnit']) => plural(count, unit)

/** 3 of 8 glasses; 3 glasses of a day without a target. */
export function sayAmount({ amount, target, unit }: Pick<CheckIn, 'amount' | 'target' | 'unit'>): string {
  return `${amount ?? '0'}${target === null ? '' : ` of ${target}`}${unit === null ? '' : ` ${unit}`}`
}

/** The line under a habit's name: how much of it is done, how often it is asked for, and how long it has lasted. */
export function sayStanding(habit: Habit): string {
  const parts: string[] = []
  if (habit.state === 'skipped') parts.push('skipped today')
  if (habit.target !== null) parts.push(sayAmount(habit))
  if (habit.schedule === 'weekly') parts.push(`${habit.doneThisWeek} of ${habit.timesAWeek} this week`)
  else if (habit.schedule !== 'daily' || habit.target === null) parts.push(habit.scheduleInWords)
  if (habit.streak > 1) parts.push(`${sayStreak(habit.streak, habit.streakUnit)} in a row`)
  return parts.join(' · ')
}
