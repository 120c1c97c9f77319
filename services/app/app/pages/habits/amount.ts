/** As people type it: 2,5 is 2.5, and an empty field is nothing. */
export const readAmount = (value: FormDataEntryValue | null): string | null =>
  String(value ?? '')
    .trim()
    .replace(',', '.') || null
