import pc from 'picocolors'

const levels: Record<string, string> = {
  trace: pc.dim('trace'),
  debug: pc.dim('debug'),
  info: pc.green('info '),
  warn: pc.yellow('warn '),
  error: pc.red('error'),
  fatal: pc.red('fatal'),
}
const namesOfNumbers: Record<string, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** A JSON line of our services as a sentence with its facts; anything else as it came. */
export function readable(text: string): string {
  const entry = text.startsWith('{') ? parseEntry(text) : undefined
  if (!entry) return text
  const { level, msg, time: _time, err, service: _service, pid: _pid, hostname: _hostname, ...facts } = entry
  const name = namesOfNumbers[String(level)] ?? String(level)
  const shown = Object.entries(facts).map(([key, value]) =>
    pc.dim(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
  )
  return [levels[name] ?? name, String(msg ?? ''), ...shown].join(' ') + traceOf(err)
}

function traceOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  return `\n${'stack' in error ? String(error.stack) : JSON.stringify(error)}`
}

function parseEntry(text: string): Record<string, unknown> | undefined {
  try {
    const entry = JSON.parse(text) as Record<string, unknown>
    return 'level' in entry ? entry : undefined
  } catch {
    return undefined // merely begins like JSON
  }
}
