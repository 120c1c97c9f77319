/** What the API's health says of alarms, `{"status":"ok",…,"alarms":2}`, for the note beside its row. */
export function alarmNote(health: string): string {
  const count = Number(/"alarms":(\d+)/.exec(health)?.[1] ?? 0)
  if (count === 0) return ''
  return `${count === 1 ? '1 alarm is' : `${count} alarms are`} open: ./cli/ichrisbirch alarms list`
}
