/** The slots of a schedule: once in a period of whole seconds, each at its own second of it. */
export const ruleOf = (index: number, period: number) => `${index % period}-59/${period} * * * * *`

/** The same by arithmetic, as the scenario counts them: all from `from` up to `to`, in milliseconds. */
export function slotsOf(index: number, period: number, from: number, to: number): string[] {
  const slots: string[] = []
  for (let second = Math.ceil(from / 1000); second * 1000 <= to; second++) {
    const inMinute = second % 60
    if (inMinute >= index % period && (inMinute - (index % period)) % period === 0) {
      slots.push(new Date(second * 1000).toISOString())
    }
  }
  return slots
}
