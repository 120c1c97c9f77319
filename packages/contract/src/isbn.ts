/** ISBN-13 of what a person typed, or undefined: spaces and hyphens go, an ISBN-10 becomes its 978 form (ISO 2108). */
export function readIsbn(text: string): string | undefined {
  const plain = text.replace(/^ISBN(?:-1[03])?:?/i, '').replace(/[\s\u00ad\u2010-\u2015-]/g, '')
  if (/^\d{9}[\dXx]$/.test(plain)) return isIsbn10(plain) ? toIsbn13(plain) : undefined
  return /^97[89]\d{10}$/.test(plain) && checkDigit13(plain) === plain[12] ? plain : undefined
}

/** Of ten places, weighted 10 to 1, the sum is a multiple of 11; X stands for ten in the last. */
function isIsbn10(plain: string): boolean {
  const digits = Array.from(plain.toUpperCase()).map((sign) => (sign === 'X' ? 10 : Number(sign)))
  return digits.reduce((sum, digit, place) => sum + digit * (10 - place), 0) % 11 === 0
}

function toIsbn13(isbn10: string): string {
  const first = `978${isbn10.slice(0, 9)}`
  return first + checkDigit13(first)
}

/** Of the first twelve digits, weighted 1 and 3 in turn. */
function checkDigit13(digits: string): string {
  const sum = Array.from(digits.slice(0, 12)).reduce(
    (sum, digit, place) => sum + Number(digit) * (place % 2 ? 3 : 1),
    0,
  )
  return String((10 - (sum % 10)) % 10)
}

/** The ISBN-10 of an ISBN-13 of the 978 range; 979 has none. */
export function isbn10Of(isbn: string): string | undefined {
  if (!isbn.startsWith('978')) return undefined
  const first = isbn.slice(3, 12)
  const sum = Array.from(first).reduce((sum, digit, place) => sum + Number(digit) * (10 - place), 0)
  const check = (11 - (sum % 11)) % 11
  return first + (check === 10 ? 'X' : String(check))
}
