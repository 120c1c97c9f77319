import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { generateNKeysBetween } from 'fractional-indexing'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { v7 } from 'uuid'
import { onServer, type Server } from './dumps/connection.ts'
import { DumpFault } from './dumps/fault.ts'
import type { DumpProgress } from './dumps/tables.ts'
import { setAsideIndexes } from './dumps/schema.ts'
import { insertFeatures } from './seed-features.ts'
import { ACTIONS, CATEGORIES, ENDINGS, NOTES, THINGS } from './seed-words.ts'

export interface SeedOptions {
  tasks: number
  /** As many of each other feature. */
  others?: number
  /** The same number, day and size give the same rows, whatever the machine. */
  seed: number
  /** YYYY-MM-DD: due days lie around it, completed ones before it. */
  today: string
  email: string
  signal?: AbortSignal | undefined
  onProgress?: ((progress: DumpProgress) => void) | undefined
}

/** Everybody knows it: seeded accounts are for houses that nobody else reaches. */
export const SEED_PASSWORD = 'seeded house'
const SEED_PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$c2VlZGVkaG91c2UxNmJ5dA$4n4A9HL8cVxkeihBJ55gIH+nV4jUyYtBNdsU/elsFrc'

const DAY = 86_400_000
const HISTORY_DAYS = 1500
/** From so many on, indexes are built once at the end. It locks the tables, so smaller seeds do without. */
const MANY = 50_000
const ROWS_A_PIECE = 2000

/**
 * Makes an account with a life in it: categories, tasks (one in eight open, due around today; some deleted; the others
 * completed over four years), autotasks with their runs, and a conversation. All of it or, when interrupted, nothing.
 * @throws DumpFault `taken` when there is an account of that address.
 */
export async function seed(server: Server, options: SeedOptions): Promise<void> {
  await onServer(server, { signal: options.signal }, async (client) => {
    const found = await client.query('select from users where email = $1', [options.email])
    if (found.rowCount) throw new DumpFault('taken', `There is an account ${options.email} already`)
    await client.query('begin')
    // Rows that are right by their making are not checked one by one.
    await client.query("set local session_replication_role = replica; set local maintenance_work_mem = '128MB'")
    const indexes = options.tasks + (options.others ?? 0) >= MANY ? await setAsideIndexes(client) : []
    const random = randomNumbers(`${options.seed} ${options.email}`)
    const owner = makeId(random, Date.parse(dayAt(options.today, -HISTORY_DAYS)))
    await insertAccount(client, owner, random, options)
    const autotasks = await insertAutotasks(client, owner, random, options.today)
    const rows = taskRows(owner, autotasks, random, options)
    await pipeline(Readable.from(rows), client.query(copyFrom(`copy tasks (${TASK_COLUMNS}) from stdin`)))
    await insertConversation(client, owner, random, options.today)
    options.onProgress?.({ step: 'the other features', rows: options.tasks, totalRows: options.tasks, bytes: 0 })
    await insertFeatures(client, { ...options, owner, others: options.others ?? 0 })
    const progress = { rows: options.tasks, totalRows: options.tasks, bytes: 0 }
    if (indexes.length > 0) options.onProgress?.({ ...progress, step: 'building indexes' })
    for (const statement of indexes) await client.query(statement)
    await client.query('commit')
    await client.query('analyze')
  })
}

type Random = () => number

/** Who comes first into an empty house is its admin, as with a sign-up. */
async function insertAccount(client: pg.Client, owner: string, random: Random, { email, today }: SeedOptions) {
  const since = dayAt(today, -HISTORY_DAYS)
  await client.query(
    `insert into users (id, name, email, admin, created_at, updated_at)
     values ($1, 'Ada Seed', $2, not exists (select from users), $3, $3)`,
    [owner, email, since],
  )
  await client.query(
    `insert into sign_in_methods (id, user_id, account_id, provider_id, password, created_at, updated_at)
     values ($1, $2::text::uuid, $2::text, 'credential', $3, $4, $4)`,
    [makeId(random, Date.parse(since)), owner, SEED_PASSWORD_HASH, since],
  )
  for (const name of CATEGORIES)
    await client.query('insert into categories (owner_id, name) values ($1, $2)', [owner, name])
}

/** One a category, each week on its own weekday, with a year of runs. */
async function insertAutotasks(client: pg.Client, owner: string, random: Random, today: string): Promise<string[]> {
  const ids: string[] = []
  for (const [index, category] of CATEGORIES.entries()) {
    const weekday = index % 7
    // 1970-01-01 was a Thursday: what to add so that the day falls on the weekday, 0 being Monday.
    const ahead = 1 + ((((weekday - ((Date.parse(today) / DAY + 3) % 7) - 1) % 7) + 7) % 7)
    const next = dayAt(today, ahead)
    const id = makeId(random, Date.parse(today) - 400 * DAY)
    ids.push(id)
    await client.query(
      `insert into autotasks (id, owner_id, name, category, rule, start_day, repeat_from, max_open, next_day, next_run_at,
         runs, last_run_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, 'due', 1, $7, $8, 52, $9, $6::date, $9)`,
      [
        id,
        owner,
        nameFor(category, random),
        category,
        `FREQ=WEEKLY;BYDAY=${WEEKDAYS[weekday]}`,
        dayAt(today, ahead - 53 * 7),
        next,
        `${next}T00:00:00Z`,
        `${dayAt(today, ahead - 7)}T00:00:05Z`,
      ],
    )
    for (let week = 52; week >= 1; week--) {
      const day = dayAt(today, ahead - week * 7)
      await client.query(
        `insert into autotask_runs (id, owner_id, autotask_id, day, cause, outcome, ran_at)
         values ($1, $2, $3, $4, 'schedule', 'created', $5)`,
        [makeId(random, Date.parse(day)), owner, id, day, `${day}T00:00:05Z`],
      )
    }
  }
  return ids
}

const TASK_COLUMNS =
  'id, owner_id, name, notes, category, due_day, position, autotask_id, created_at, updated_at, completed_at, deleted_at'

function* taskRows(owner: string, autotasks: string[], random: Random, options: SeedOptions): Generator<Buffer> {
  const { tasks, today } = options
  const end = Date.parse(today)
  // Not all at once: the keys of a million rows are made in pieces that follow each other.
  let position: string | null = null
  let bytes = 0
  for (let made = 0; made < tasks; ) {
    options.signal?.throwIfAborted()
    const count = Math.min(ROWS_A_PIECE, tasks - made)
    const positions: string[] = generateNKeysBetween(position, null, count)
    const lines = positions.map((key, index) => taskRow(owner, autotasks, random, end, key, (made + index) / tasks))
    position = positions.at(-1) ?? null
    made += count
    const piece = Buffer.from(lines.join(''))
    bytes += piece.length
    options.onProgress?.({ step: 'tasks', rows: made, totalRows: tasks, bytes })
    yield piece
  }
}

/** @param age 0 for the oldest, 1 for the newest: the list was filled over the years. */
function taskRow(
  owner: string,
  autotasks: string[],
  random: Random,
  end: number,
  position: string,
  age: number,
): string {
  const created = end - Math.floor((1 - age) * HISTORY_DAYS * DAY) - Math.floor(random() * DAY)
  const category = pick(CATEGORIES, random)
  const chance = random()
  const isOpen = chance < 0.125
  const isDeleted = chance > 0.97
  const updated = Math.min(end, created + Math.floor(random() * 20 * DAY))
  const due = isOpen ? end + Math.round((random() - 0.3) * 40) * DAY : updated
  const isDue = random() < 0.6
  const row = [
    makeId(random, created),
    owner,
    nameFor(category, random),
    random() < 0.25 ? pick(NOTES, random) : null,
    random() < 0.9 ? category : null,
    isDue ? new Date(due).toISOString().slice(0, 10) : null,
    position,
    random() < 0.1 ? pick(autotasks, random) : null,
    new Date(created).toISOString(),
    new Date(updated).toISOString(),
    isOpen || isDeleted ? null : new Date(updated).toISOString(),
    isDeleted ? new Date(updated).toISOString() : null,
  ]
  return `${row.map(copyText).join('\t')}\n`
}

async function insertConversation(client: pg.Client, owner: string, random: Random, today: string): Promise<void> {
  const at = `${dayAt(today, -1)}T18:00:00Z`
  const id = makeId(random, Date.parse(at))
  await client.query(
    'insert into conversations (id, owner_id, title, created_at, updated_at) values ($1, $2, $3, $4, $4)',
    [id, owner, 'What is due this week?', at],
  )
  for (const [role, text] of [
    ['user', 'What is due this week?'],
    ['assistant', 'Your list for this week is under Today.'],
  ]) {
    const parts = JSON.stringify([{ type: 'text', text }])
    await client.query(
      'insert into messages (conversation_id, id, owner_id, role, parts, created_at) values ($1, $2, $3, $4, $5, $6)',
      [id, makeId(random, Date.parse(at)), owner, role, parts, at],
    )
  }
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function nameFor(category: (typeof CATEGORIES)[number], random: Random): string {
  return `${pick(ACTIONS[category], random)} ${pick(THINGS[category], random)}${pick(ENDINGS, random)}`
}

const pick = <Item>(list: readonly Item[], random: Random) => list[Math.floor(random() * list.length)] as Item

const dayAt = (today: string, days: number) => new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10)

/** COPY's text format: a tab, a line break and a backslash within a value are written as words. */
function copyText(value: string | null): string {
  if (value === null) return '\\N'
  return value.replace(
    /[\\\t\n\r]/g,
    (found) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[found] ?? found,
  )
}

/** UUIDv7 of an instant, its random part from our own numbers. */
function makeId(random: Random, at: number): string {
  const bytes = new Uint8Array(16)
  for (let index = 0; index < 16; index += 4) {
    const number = Math.floor(random() * 0x1_0000_0000)
    bytes.set([number & 255, (number >>> 8) & 255, (number >>> 16) & 255, number >>> 24], index)
  }
  return v7({ msecs: Math.max(0, at), random: bytes, seq: Math.floor(random() * 0x7fff_ffff) })
}

/** mulberry32, public domain: numbers in [0, 1) that a text decides. Math.random cannot be told where to begin. */
function randomNumbers(text: string): Random {
  let state = createHash('sha256').update(text).digest().readUInt32LE()
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
