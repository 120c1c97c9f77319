import { useFrame } from '../frame/use-frame.ts'

/** An amount as the reader's language writes it: £12.50, 12,50 €. It is never made a float on the way. */
export function sayMoney(amount: string, currency: string, locale: string): string {
  // An older browser's list of currencies may end before the server's.
  const known = Intl.supportedValuesOf('currency').includes(currency)
  if (!known) return `${amount} ${currency}`
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral)
}

export function Money({ amount, currency }: { amount: string; currency: string }) {
  const { locale } = useFrame()
  return (
    <span className="figures" suppressHydrationWarning>
      {sayMoney(amount, currency, locale)}
    </span>
  )
}
