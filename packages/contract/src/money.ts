import { z } from 'zod'

/** The ISO 4217 codes that the runtime knows. */
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** An amount of money: a decimal as text, never a float, which cannot hold 0.10. At most 12 digits and 4 decimals. */
export const Amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,11})(\.\d{1,4})?$/, 'must be an amount such as 12.50')
  .describe('a decimal number as text, such as 12.50')

export const Currency = z
  .string()
  .refine((code) => CURRENCIES.has(code), 'must be an ISO 4217 code such as EUR')
  .describe('ISO 4217 code, such as EUR')

/** Whether an amount is more than nothing: 0.00 is not. */
export const isMoreThanNothing = (amount: string): boolean => /[1-9]/.test(amount)

/**
 * The amount that a person typed, as {@link Amount} writes it, or undefined when it is none: `12,50`, `1.234,56` and
 * `1 234.5` are amounts. Of two kinds of separators the last is the decimal one. One separator alone is a decimal one,
 * unless it groups thousands in this locale and three digits follow each.
 */
export function readAmount(text: string, locale: string): string | undefined {
  const compact = text.trim().replace(/[\s'’\u00a0\u202f]/g, '')
  if (!/^\d[\d.,]*$/.test(compact)) return undefined
  const decimal = decimalSeparatorOf(compact, locale)
  const [whole = '', ...fraction] = decimal === undefined ? [compact] : compact.split(decimal)
  if (fraction.length > 1 || !/^\d{1,3}([.,]?\d{3})*$|^\d+$/.test(whole)) return undefined
  const digits = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '')
  const amount = fraction[0] ? `${digits}.${fraction[0]}` : digits
  return Amount.safeParse(amount).success ? amount : undefined
}

function decimalSeparatorOf(compact: string, locale: string): string | undefined {
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','))
  if (last < 0) return undefined
  const separator = compact.charAt(last)
  const isOnlyKind = !compact.includes(separator === '.' ? ',' : '.')
  if (!isOnlyKind) return separator
  const groups = new Intl.NumberFormat(locale).formatToParts(1_234_567).find(({ type }) => type === 'group')?.value
  const isGrouped = /^\d{1,3}([.,]\d{3})+$/.test(compact)
  // Twice the same separator can only group; once it may, where people group with it.
  return isGrouped && (compact.indexOf(separator) !== last || separator === groups) ? undefined : separator
}

/** What people pay with where a language is spoken, to begin with: whoever pays otherwise chooses it once. */
const CURRENCY_OF_REGION: Record<string, string> = {
  US: 'USD',
  GB: 'GBP',
  CH: 'CHF',
  JP: 'JPY',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  IN: 'INR',
  BR: 'BRL',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  CN: 'CNY',
  KR: 'KRW',
}

export function currencyOf(locale: string): string {
  const { region } = new Intl.Locale(locale).maximize()
  return CURRENCY_OF_REGION[region ?? ''] ?? 'EUR'
}
