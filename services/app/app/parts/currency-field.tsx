interface CurrencyFieldProps {
  /** Those that the person uses, first. */
  currencies: string[]
  chosen: string
  className?: string | undefined
}

/** Which currency an amount is in: a plain list, which a phone shows as its own. */
export function CurrencyField({ currencies, chosen, className }: CurrencyFieldProps) {
  return (
    <select name="currency" aria-label="Currency" className={className} defaultValue={chosen}>
      {currencies.map((code) => (
        <option key={code}>{code}</option>
      ))}
    </select>
  )
}
