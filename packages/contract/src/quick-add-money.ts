import { currencyOf, readAmount } from './money.ts'

export interface MoneyLine {
  name: string
  /** A decimal, as `Amount` writes it. */
  amount: string
  /** ISO 4217. */
  currency: string
}

const SIGNS: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' }
const CURRENCY = '(?<currency>[€$£¥]|[A-Z]{3}(?![A-Za-z]))'
const AMOUNT = String.raw`(?<amount>\d[\d.,'’]*)`
const BETWEEN = String.raw`\s+(?:on |for )?`
const NAME = String.raw`(?<name>\S.*)`
const WAYS = [
  new RegExp(`^${AMOUNT}\\s?${CURRENCY}?${BETWEEN}${NAME}$`, 'u'),
  new RegExp(`^${CURRENCY}\\s?${AMOUNT}${BETWEEN}${NAME}$`, 'u'),
  new RegExp(String.raw`^(?<name>\S.*?)\s+(?:for )?${AMOUNT}\s?${CURRENCY}$`, 'u'),
  new RegExp(String.raw`^(?<name>\S.*?)\s+(?:for )?${CURRENCY}\s?${AMOUNT}$`, 'u'),
]

/** `12.50 EUR pizza`, `€12 on a pizza`, `a taxi 30 EUR`, `12,50 pizza`: without one, the currency is the locale's. */
export function readMoneyLine(line: string, locale: string): MoneyLine | undefined {
  const found = WAYS.map((way) => way.exec(line.trim())?.groups).find((groups) => groups)
  const { amount: said = '', currency, name = '' } = found ?? {}
  const amount = readAmount(said, locale)
  if (!amount || !/[1-9]/.test(amount)) return undefined
  const code = currency ? (SIGNS[currency] ?? currency) : currencyOf(locale)
  return Intl.supportedValuesOf('currency').includes(code) ? { name: name.trim(), amount, currency: code } : undefined
}
