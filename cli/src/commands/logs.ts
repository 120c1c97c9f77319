import pc from 'picocolors'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { LogLine } from '../engines/engine.ts'
import type { Stack } from '../environments.ts'
import { usageFailure } from '../failure.ts'
import { readable } from '../log-lines.ts'

export type LogFlags = { engine?: string; json?: boolean; follow?: boolean; tail: string; since?: string }

const colours = [pc.cyan, pc.yellow, pc.green, pc.magenta, pc.blue, pc.red, pc.white]
/** The logs of all services in the order of time. */
export async function logs(stack: Stack, services: string[], flags: LogFlags, context: Context): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  const tail = flags.tail === 'all' ? Number.POSITIVE_INFINITY : Number(flags.tail)
  if (Number.isNaN(tail) || tail < 0)
    throw usageFailure(`'${flags.tail}' is no number of lines`, 'for example: --tail 50, or --tail all')
  const known = (await engine.status()).map(({ service }) => service)
  const unknown = services.find((service) => known.length > 0 && !known.includes(service))
  if (unknown) throw usageFailure(`There is no service '${unknown}'`, `use one of: ${known.join(', ')}`)
  const width = Math.max(0, ...(services.length > 0 ? services : known).map((name) => name.length))
  const since = flags.since === undefined ? undefined : parseSince(flags.since, Date.now())
  const follow = flags.follow ?? false
  for await (const line of engine.logs({ services, follow, tail, since, signal: context.signal })) {
    context.print(flags.json ? JSON.stringify(line) : format(line, width, known))
  }
}

function format(line: LogLine, width: number, known: string[]): string {
  // A service keeps its colour whichever others are shown beside it.
  const paint = colours[Math.max(0, known.indexOf(line.service)) % colours.length] ?? String
  return `${paint(`${line.service.padEnd(width)} |`)} ${pc.dim(line.time.slice(11, 19))} ${readable(line.text)}`
}

/** `10m`, `2h`, `1d` ago, or an instant. */
export function parseSince(text: string, now: number): Date {
  const match = /^(\d+)(s|m|h|d)$/.exec(text)
  if (match) {
    const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 's' | 'm' | 'h' | 'd']
    return new Date(now - Number(match[1]) * unit)
  }
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime()))
    throw usageFailure(`'${text}' is no time`, 'for example: --since 10m, or --since 2026-05-01T08:00:00Z')
  return instant
}
