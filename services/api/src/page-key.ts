import type { Page } from '@ichrisbirch/contract/wire'
import { invalidField } from './refusal.ts'

/** Where a page ended: the sort value and id of its last row. */
export interface PageKey {
  value: string
  id: string
}

const SHAPES = {
  number: /^\d{1,9}$/,
  position: /^[0-9A-Za-z]{1,300}$/,
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
  'day and instant': /^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
  day: /^(\d{4}-\d{2}-\d{2}|infinity)$/,
  words: /^[^\u0000]{0,200}$/,
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @throws invalid_input: a key is not to be made by hand, but a broken one must not reach the database. */
export function readPageKey(after: string | undefined, shape: keyof typeof SHAPES): PageKey | undefined {
  if (after === undefined) return undefined
  const text = Buffer.from(after, 'base64url').toString()
  const [value, id] = [text.slice(0, Math.max(0, text.lastIndexOf(' '))), text.slice(text.lastIndexOf(' ') + 1)]
  if (!SHAPES[shape].test(value) || !UUID.test(id)) throw invalidField('after', 'is not the `next` of a page')
  return { value, id }
}

/** Cuts a page out of rows of which one more than `limit` was asked for. */
export function toPage<Row extends { id: string }>(
  rows: Row[],
  limit: number,
  valueOf: (row: Row) => string | null,
): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || !last) return { items, next: null }
  return { items, next: Buffer.from(`${valueOf(last)} ${last.id}`).toString('base64url') }
}
