import pc from 'picocolors'
import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import type { LogLine } from '../engines/engine.ts'
import type { Stack } from '../environments.ts'
import { usageFailure } from '../failure.ts'
import { type Level, levelOf, levels, readable } from '../log-lines.ts'

export type LogFlags = {
  engine?: string
  json?: boolean
  follow?: boolean
  tail: string
  since?: string
  until?: string
  level?: string
  grep?: string
  request?: string
}

const colours = [pc.cyan, pc.yellow, pc.green, pc.magenta, pc.blue, pc.red, pc.white]

/** The logs of all services in the order of time. */
export async function logs(stack: Stack, services: string[], flags: LogFlags, context: Context): Promise<void> {
  const options = {
    services,
    follow: flags.follow ?? false,
    tail: parseTail(flags.tail),
    since: parseTime(flags.since, '--since'),
    until: parseTime(flags.until, '--until'),
    matches: matcher(flags),
    signal: context.signal,
  }
  if (options.follow && options.until)
    throw usageFailure('What is followed has no end', 'leave out --until, or --follow')
  const engine = await chooseEngine(stack, flags.engine)
  // Sorted, so that a service keeps its colour whichever engine runs it and whichever others are shown beside it.
  const known = (await engine.status()).map(({ service }) => service).sort()
  const unknown = services.find((service) => known.length > 0 && !known.includes(service))
  if (unknown) throw usageFailure(`There is no service '${unknown}'`, `use one of: ${known.join(', ')}`)
  const width = Math.max(0, ...(services.length > 0 ? services : known).map((name) => name.length))
  for await (const line of engine.logs(options)) {
    context.print(flags.json ? JSON.stringify(line) : format(line, width, known))
  }
}

function format(line: LogLine, width: number, known: string[]): string {
  const paint = colours[Math.max(0, known.indexOf(line.service)) % colours.length] ?? String
  return `${paint(`${line.service.padEnd(width)} |`)} ${pc.dim(line.time.slice(11, 19))} ${readable(line.text)}`
}

/** undefined when every line is wanted: then an engine need not read further back than the tail. */
function matcher({ level, grep, request }: LogFlags): ((line: LogLine) => boolean) | undefined {
  const least = level === undefined ? undefined : parseLevel(level)
  const pattern = grep === undefined ? undefined : parsePattern(grep)
  if (!least && !pattern && !request) return undefined
  return ({ text }) => {
    if (request && !text.includes(request)) return false
    if (pattern && !pattern.test(text)) return false
    if (!least) return true
    const level = levelOf(text)
    return level !== undefined && levels.indexOf(level) >= levels.indexOf(least)
  }
}

function parseLevel(text: string): Level {
  const level = levels.find((known) => known === text.toLowerCase())
  if (!level) throw usageFailure(`There is no level '${text}'`, `use one of: ${levels.join(', ')}`)
  return level
}

function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw usageFailure(`'${text}' is no pattern: ${(error as Error).message}`, "for example: --grep 'timeout|refused'")
  }
}

function parseTail(text: string): number {
  const tail = text === 'all' ? Number.POSITIVE_INFINITY : Number(text)
  if (Number.isNaN(tail) || tail < 0)
    throw usageFailure(`'${text}' is no number of lines`, 'for example: --tail 50, or --tail all')
  return tail
}

/** `10m`, `2h`, `1d` ago, or an instant. */
function parseTime(text: string | undefined, option: string): Date | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+)(s|m|h|d)$/.exec(text)
  if (match) {
    const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 's' | 'm' | 'h' | 'd']
    return new Date(Date.now() - Number(match[1]) * unit)
  }
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime()))
    throw usageFailure(`'${text}' is no time`, `for example: ${option} 10m, or ${option} 2026-05-01T08:00:00Z`)
  return instant
}
