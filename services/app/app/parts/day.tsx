import { useFrame } from '../frame/use-frame.ts'
import { dayOf, sayDay, sayDayInFull } from './say-day.ts'

// The browser's own tables of month names may differ by a dot from the server's: that is no reason to warn.
export function Day({ day, className }: { day: string; className?: string | undefined }) {
  const { locale, account } = useFrame()
  return (
    <time dateTime={day} title={sayDayInFull(day, locale)} className={className} suppressHydrationWarning>
      {sayDay(day, account.today, locale)}
    </time>
  )
}

/** An instant as the day and the time it was in the person's zone: Today 02:30. */
export function At({ at }: { at: string }) {
  const { locale, account } = useFrame()
  const { timeZone } = account
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(at))
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(new Date(at))
  return (
    <time dateTime={at} title={exact} suppressHydrationWarning>
      {`${sayDay(dayOf(at, { timeZone, dayStartHour: 0 }), dayOf(new Date().toISOString(), { timeZone, dayStartHour: 0 }), locale)} ${time}`}
    </time>
  )
}

/** An instant as the time it was in the person's zone, with the day on hover. */
export function TimeOfDay({ at }: { at: string }) {
  const { locale, account } = useFrame()
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: account.timeZone }).format(new Date(at))
  return (
    <time dateTime={at} title={say({ dateStyle: 'full', timeStyle: 'long' })} suppressHydrationWarning>
      {say({ hour: '2-digit', minute: '2-digit' })}
    </time>
  )
}

/** An instant as the day it was, with the exact time on hover. */
export function Moment({ at }: { at: string }) {
  const { locale, account } = useFrame()
  const exact = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: account.timeZone,
  }).format(new Date(at))
  return (
    <time dateTime={at} title={exact} suppressHydrationWarning>
      {sayDay(dayOf(at, account), account.today, locale)}
    </time>
  )
}
