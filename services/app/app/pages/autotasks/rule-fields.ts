/** A recurrence rule (RFC 5545) as the plain fields of the editor. `custom` is a rule that the fields cannot say. */
export interface RuleFields {
  unit: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY' | 'custom'
  every: string
  weekdays: string[]
  monthly: 'day' | 'nth' | 'last'
  monthDay: string
  nth: string
  nthWeekday: string
  month: string
  ends: 'never' | 'until' | 'count'
  until: string
  count: string
  custom: string
}

export const WEEKDAYS = [
  { code: 'MO', name: 'Monday' },
  { code: 'TU', name: 'Tuesday' },
  { code: 'WE', name: 'Wednesday' },
  { code: 'TH', name: 'Thursday' },
  { code: 'FR', name: 'Friday' },
  { code: 'SA', name: 'Saturday' },
  { code: 'SU', name: 'Sunday' },
]

const UNITS = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

/** Fields that begin where a day is: its weekday, its place in the month, its month. */
export function fieldsAround(day: string): RuleFields {
  const date = new Date(day)
  const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7]?.code ?? 'MO'
  return {
    unit: 'WEEKLY',
    every: '1',
    weekdays: [weekday],
    monthly: 'day',
    monthDay: String(date.getUTCDate()),
    nth: String(Math.min(Math.ceil(date.getUTCDate() / 7), 4)),
    nthWeekday: weekday,
    month: String(date.getUTCMonth() + 1),
    ends: 'never',
    until: '',
    count: '10',
    custom: '',
  }
}

/** The rule that the fields say. The API checks it: a bad number here is its words to say. */
export function ruleOf(fields: RuleFields): string {
  if (fields.unit === 'custom') return fields.custom.trim()
  const parts = [`FREQ=${fields.unit}`]
  if (fields.every !== '1') parts.push(`INTERVAL=${fields.every}`)
  if (fields.unit === 'WEEKLY' && fields.weekdays.length > 0) parts.push(`BYDAY=${fields.weekdays.join(',')}`)
  if (fields.unit === 'MONTHLY') parts.push(monthlyPart(fields))
  if (fields.unit === 'YEARLY') parts.push(`BYMONTH=${fields.month}`, `BYMONTHDAY=${fields.monthDay}`)
  if (fields.ends === 'until' && fields.until) parts.push(`UNTIL=${fields.until.replaceAll('-', '')}`)
  if (fields.ends === 'count') parts.push(`COUNT=${fields.count}`)
  return parts.join(';')
}

function monthlyPart({ monthly, monthDay, nth, nthWeekday }: RuleFields): string {
  if (monthly === 'last') return 'BYMONTHDAY=-1'
  return monthly === 'nth' ? `BYDAY=${nth}${nthWeekday}` : `BYMONTHDAY=${monthDay}`
}

/** The fields of a rule; `custom` when they would not say the same again. */
export function fieldsOf(rule: string, startDay: string): RuleFields {
  const around = fieldsAround(startDay)
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const unit = UNITS.find((name) => name === parts.get('FREQ'))
  if (!unit) return { ...around, unit: 'custom', custom: rule }
  const until = parts.get('UNTIL')?.slice(0, 8)
  const fields: RuleFields = {
    ...around,
    unit,
    every: parts.get('INTERVAL') ?? '1',
    ends: until ? 'until' : parts.has('COUNT') ? 'count' : 'never',
    until: until ? until.replace(/(....)(..)(..)/, '$1-$2-$3') : '',
    count: parts.get('COUNT') ?? around.count,
    month: parts.get('BYMONTH') ?? around.month,
    custom: rule,
  }
  const byDay = parts.get('BYDAY')
  const byMonthDay = parts.get('BYMONTHDAY')
  if (unit === 'WEEKLY') fields.weekdays = byDay?.split(',') ?? around.weekdays
  const nth = /^(-?\d)([A-Z]{2})$/.exec(byDay ?? '')
  if (unit === 'MONTHLY' && nth) Object.assign(fields, { monthly: 'nth', nth: nth[1], nthWeekday: nth[2] })
  else if (byMonthDay === '-1') fields.monthly = 'last'
  else if (byMonthDay) fields.monthDay = byMonthDay
  return isSame(ruleOf(fields), rule, unit) ? fields : { ...fields, unit: 'custom' }
}

/** The same parts in any order; a start day may have been what named the weekday or the day of the month. */
function isSame(said: string, rule: string, unit: string): boolean {
  const partsOf = (text: string) =>
    text
      .split(';')
      .filter((part) => !(part === 'INTERVAL=1' || part.startsWith('WKST=')))
      .map((part) => (part.startsWith('UNTIL=') ? part.slice(0, 14) : part))
  const [ours, theirs] = [partsOf(said), partsOf(rule)]
  const hasOnlyFrequency = theirs.every((part) => /^(FREQ|INTERVAL|UNTIL|COUNT)=/.test(part)) && unit !== 'DAILY'
  return theirs.every((part) => ours.includes(part)) && (hasOnlyFrequency || ours.length === theirs.length)
}

/** The editor's fields as the form sent them. */
export function readRuleFields(form: FormData): RuleFields {
  const text = (name: string) => String(form.get(name) ?? '')
  return {
    unit: text('unit') as RuleFields['unit'],
    every: text('every') || '1',
    weekdays: form.getAll('weekdays').map(String),
    monthly: text('monthly') as RuleFields['monthly'],
    monthDay: text('unit') === 'YEARLY' ? text('yearDay') : text('monthDay'),
    nth: text('nth'),
    nthWeekday: text('nthWeekday'),
    month: text('month'),
    ends: text('ends') as RuleFields['ends'],
    until: text('until'),
    count: text('count'),
    custom: text('custom'),
  }
}
