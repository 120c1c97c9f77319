import { describeSchedule } from '@ichrisbirch/contract/habits'
import type { QuickAdd } from '@ichrisbirch/contract/quick-add'
import type { Anything, AnythingContext } from '@ichrisbirch/contract/quick-add-anything'
import { sayMoney } from '../parts/money.tsx'
import { sayDay } from '../parts/say-day.ts'

/** What a line will become, in words, beside the name of its kind. */
export function sayAnything(read: Anything, { today, locale, categories }: AnythingContext): string {
  const said = (...words: (string | null | undefined | false)[]) => words.filter(Boolean).join(' · ')
  switch (read.kind) {
    case 'task':
      return said(sayTask(read.task, { today, locale, categories }), read.hint)
    case 'habit': {
      const { target, unit } = read.body
      const words = describeSchedule({ weekdays: [], timesAWeek: 1, everyDays: 1, ...read.body })
      return said(words, target && `${target} ${unit}`)
    }
    case 'event': {
      const { start, end, venue } = read.body
      const [day = '', from] = start.split('T')
      const time = from && (end ? `${from}–${end.slice(11)}` : from)
      return said(sayDay(day, today, locale), time ?? 'all day', venue)
    }
    case 'countdown':
      return said(sayDay(read.body.day, today, locale), read.body.rule && 'every year')
    case 'article':
      return said(new URL(read.body.url).host, ...read.body.tags.map((tag) => `#${tag}`))
    case 'book': {
      const { title, author, isbn } = read.body
      return said(title && `“${title}”`, author && `by ${author}`, isbn && `ISBN ${isbn}`)
    }
    case 'money':
      return sayMoney(read.body.amount, read.body.currency, locale)
    case 'journal':
      return 'an entry of today'
  }
}

function sayTask(task: QuickAdd, { today, locale, categories }: AnythingContext): string {
  const { rule, dueDay, category, repeatFrom, understood } = task
  const words = [
    rule && `Repeats ${understood.find(({ kind }) => kind === 'rule')?.text.replace('!', '')}`,
    rule && repeatFrom === 'completion' && 'counted from when it is done',
    dueDay && `${rule ? 'from' : 'Due'} ${sayDay(dueDay, today, locale)}`,
    category && (categories.includes(category) ? `In ${category}` : `In ${category}, a new category`),
  ]
  return words.filter(Boolean).join(' · ')
}
