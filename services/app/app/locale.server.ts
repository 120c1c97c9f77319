const FALLBACK = 'en-GB'

/** The reader's first language that dates can be written in, from Accept-Language. */
export function localeOf(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().split(';q=')
      return { tag, weight: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, weight }) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    const [supported] = Intl.DateTimeFormat.supportedLocalesOf([tag])
    if (supported) return supported
  }
  return FALLBACK
}
