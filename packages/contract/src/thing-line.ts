import { FLAGS, type Flag } from './box-flags.ts'

export interface ThingLine extends Record<Flag, boolean> {
  name: string
  quantity: number
}

const MOST = 1_000_000

/** What is packed, as one line says it: `3 plates`, `3 x plates` or `plates x3`, with `#liquid` for its flags. */
export function readThingLine(line: string): ThingLine {
  const words = line.trim().split(/\s+/)
  const said = new Set(words.map((word) => word.toLowerCase()))
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, said.has(`#${flag}`)])) as Record<Flag, boolean>
  const isFlag = (word: string) => FLAGS.some((flag) => word.toLowerCase() === `#${flag}`)
  return { ...readQuantity(words.filter((word) => !isFlag(word)).join(' ')), ...flags }
}

function readQuantity(line: string): { name: string; quantity: number } {
  const [, before, behind] = /^(\d{1,7})(?:\s?[x×]\s|\s)(.+)$/i.exec(line) ?? []
  if (before && behind) return { name: behind, quantity: within(before) }
  const [, name, after] = /^(.+?)\s[x×]\s?(\d{1,7})$/i.exec(line) ?? []
  if (name && after) return { name, quantity: within(after) }
  return { name: line, quantity: 1 }
}

const within = (digits: string) => Math.min(Math.max(1, Number(digits)), MOST)
