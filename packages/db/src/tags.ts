import { type Tag, TAGGED_KINDS, type Tagged, type TaggedKind } from '@ichrisbirch/contract/tags'
import { type SQL, sql } from 'drizzle-orm'
import { type Database, isoInstant } from './database.ts'
import { SOURCES } from './search.ts'

const tableOf = (kind: TaggedKind) => sql.identifier(SOURCES[kind].table)
/** Asked in this form, the index of the tags answers. */
const carries = (name: string) => sql`tags @> array[${name}]::text[]`

/** Every tag of the owner, most used first. One statement. */
export async function listTags(db: Database, owner: string): Promise<Tag[]> {
  const parts = TAGGED_KINDS.map(
    (kind) => sql`select ${kind} as kind, tag as name, count(*)::int as count from ${tableOf(kind)}, unnest(tags) as tag
      where owner_id = ${owner} and deleted_at is null group by tag`,
  )
  return countByTag(db, parts)
}

/** @returns undefined when nothing carries it. */
export async function findTag(db: Database, owner: string, name: string): Promise<Tag | undefined> {
  const parts = TAGGED_KINDS.map(
    (kind) => sql`select ${kind} as kind, ${name}::text as name, count(*)::int as count from ${tableOf(kind)}
      where owner_id = ${owner} and deleted_at is null and ${carries(name)} having count(*) > 0`,
  )
  return (await countByTag(db, parts))[0]
}

async function countByTag(db: Database, parts: SQL[]): Promise<Tag[]> {
  const { rows } = await db.execute<Tag & Record<string, unknown>>(sql`
    select name, sum(count)::int as count,
      json_agg(json_build_object('kind', kind, 'count', count) order by count desc, kind) as kinds
    from (${sql.join(parts, sql` union all `)}) as counted
    group by name order by count desc, name`)
  return rows
}

export interface TaggedPage {
  name: string
  kind?: TaggedKind | undefined
  limit: number
  /** The instant and the id of the last one of the page before. */
  after?: { value: string; id: string } | undefined
}

/** Up to `limit` things that carry a tag, newest first. One statement. */
export async function listTagged(db: Database, owner: string, page: TaggedPage): Promise<Tagged[]> {
  const kinds = page.kind ? [page.kind] : TAGGED_KINDS
  const parts = kinds.map((kind) => partOf(kind, owner, page))
  const { rows } = await db.execute<Tagged & Record<string, unknown>>(sql`
    select kind, id, title, day::text as day, detail, "isDone", link, "createdAt"
    from (${sql.join(parts, sql` union all `)}) as tagged
    order by "createdAt" desc, id desc limit ${page.limit}`)
  return rows.map((row) => ({ ...row, createdAt: isoInstant(row.createdAt) }))
}

function partOf(kind: TaggedKind, owner: string, { name, after, limit }: TaggedPage): SQL {
  const { title, day = 'null::date', detail = 'null::text', isDone = 'false', link } = SOURCES[kind]
  const isAfter = after ? sql`(created_at, id) < (${after.value}::timestamptz, ${after.id}::uuid)` : sql`true`
  return sql`(
    select ${kind} as kind, id, ${sql.raw(title)} as title, (${sql.raw(day)})::date as day, ${sql.raw(detail)} as detail,
      ${sql.raw(isDone)} as "isDone", ${link} || id as link, created_at as "createdAt"
    from ${tableOf(kind)}
    where owner_id = ${owner} and deleted_at is null and ${carries(name)} and ${isAfter}
    order by created_at desc, id desc limit ${limit})`
}

/**
 * Renames a tag on everything that carries it, deleted things too: they can come back. What carries the new name already
 * loses the old one. One statement, and so one transaction, which the activity undoes as a whole.
 */
export async function renameTag(db: Database, owner: string, from: string, to: string): Promise<void> {
  const changes = TAGGED_KINDS.map(
    (kind) => sql`${sql.identifier(`renamed_${kind}`)} as (
      update ${tableOf(kind)} set updated_at = now(), tags = case when ${carries(to)}
        then array_remove(tags, ${from}) else array_replace(tags, ${from}, ${to}) end
      where owner_id = ${owner} and ${carries(from)})`,
  )
  await db.execute(sql`with ${sql.join(changes, sql`, `)} select`)
}
