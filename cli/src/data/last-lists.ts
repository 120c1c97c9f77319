import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { readJson, writeJson } from '../engines/local/state.ts'
import type { House } from './houses.ts'

/** What the last list of each feature showed, by house: `tasks done 2` means its second line. */
type LastLists = Record<string, Record<string, string[]>>

const file = () => join(process.env.XDG_STATE_HOME || join(homedir(), '.local/state'), 'ichrisbirch', 'last-lists.json')

export function lastList(house: House, feature: string): string[] {
  return readAll()[house.id]?.[feature] ?? []
}

export function rememberList(house: House, feature: string, ids: string[]): void {
  const all = readAll()
  mkdirSync(dirname(file()), { recursive: true, mode: 0o700 })
  writeJson(file(), { ...all, [house.id]: { ...all[house.id], [feature]: ids } })
}

const readAll = () => (readJson(file()) as LastLists | undefined) ?? {}
