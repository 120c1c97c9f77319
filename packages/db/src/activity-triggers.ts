import type pg from 'pg'

/** Tables whose rows nobody is told of, and why. */
export const UNTOLD: Record<string, string> = {
  activity: 'it is what tells',
  conversations: 'the chat shows them',
  messages: 'the chat shows them',
  digests: 'made by the house, and kept for itself',
  event_feeds: 'a secret address',
  files: 'photos are told of with the records that show them',
  autotask_runs: 'an autotask shows them as its history',
  article_imports: 'work in progress, shown on its own page',
}

/** Columns that a house writes by itself, or that change with every look. */
const UNTOLD_COLUMNS: Record<string, string[]> = {
  autotasks: ['runs', 'last_run_at'],
  articles: [
    'given_html',
    'html',
    'text',
    'text_state',
    'reason',
    'attempts',
    'try_at',
    'excerpt',
    'language',
    'minutes',
    'progress',
    'opened_at',
  ],
}

/**
 * Who writes is said in the setting `ichrisbirch.via`: by the scheduler for its connections, by the API for requests
 * that come from elsewhere than the app. `nobody`: it is not told.
 */
const VIA = `coalesce(nullif(current_setting('ichrisbirch.via', true), ''), 'app')`

/** 48 bits of milliseconds, then chance: RFC 9562, 5.7. PostgreSQL 16 makes none of its own. */
const UUID_V7 = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`

/**
 * Writes one row of the activity. A long text that is saved again and again while somebody writes stays one change: its
 * former value is the one before the writing began.
 */
const KEEP = `
  create or replace function keep_activity(the_owner uuid, the_record_table text, the_record uuid, the_title text,
    the_table text, the_key jsonb, the_operation text, the_before jsonb, the_after jsonb)
  returns void language plpgsql as $$
  declare
    the_deed uuid := nullif(current_setting('ichrisbirch.deed', true), '');
    the_via text := ${VIA};
    undone uuid := nullif(current_setting('ichrisbirch.undoes', true), '');
  begin
    if the_deed is null then
      the_deed := ${UUID_V7};
      perform set_config('ichrisbirch.deed', the_deed::text, true);
    end if;
    if the_operation = 'update' then
      select jsonb_object_agg(name, value), jsonb_object_agg(name, the_after->name) into the_before, the_after
      from jsonb_each(the_before) as was(name, value) where value is distinct from the_after->name;
      if undone is null and length(the_after::text) > 500 then
        update activity set deed = the_deed, at = now(), after = the_after, title = the_title
        where id = (select max(id) from activity where owner_id = the_owner and record = the_record)
          and table_name = the_table and key = the_key and operation = 'update' and via = the_via
          and undone_at is null and undoes is null and at > now() - interval '10 minutes'
          and array(select jsonb_object_keys(after)) = array(select jsonb_object_keys(the_after));
        if found then return; end if;
      end if;
    -- With an account all goes, and nobody is left to be told.
    elsif the_operation = 'delete' and not exists (select from users where id = the_owner) then
      return;
    end if;
    insert into activity (deed, owner_id, via, record_table, record, title, table_name, key, operation, before, after,
      undoes)
    values (the_deed, the_owner, the_via, the_record_table, the_record, left(the_title, 200), the_table, the_key,
      the_operation, the_before, the_after, undone);
  end $$`

interface Told {
  name: string
  columns: string[]
  key: string[]
  canBeDeleted: boolean
  /** The column that names it. */
  title: string | null
  /** The record that rows without a life of their own belong to. */
  parent: { table: string; column: string; title: string | null } | null
}

/** What the triggers are made by: a template of tests is known by it. */
export const ACTIVITY_VERSION = `1 ${KEEP} ${[listTold, functionOf, json, triggersOf].join('')} ${JSON.stringify([UNTOLD, UNTOLD_COLUMNS])}`

/**
 * Has every table of what people own tell what is written in it: found in the catalog after the migrations, so that a new
 * feature tells by itself. Must run as the tables' owner; running it again changes nothing.
 */
export async function ensureActivityIsKept(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query("select to_regclass('activity') as activity")
  if (!rows[0].activity) return
  await client.query(KEEP)
  for (const table of await listTold(client)) {
    await client.query(functionOf(table))
    for (const statement of triggersOf(table)) await client.query(statement)
  }
}

async function listTold(client: pg.ClientBase): Promise<Told[]> {
  const { rows } = await client.query<Told>(`
    select c.relname as name,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         and a.attname not in ('owner_id', 'updated_at')) as columns,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum = any(i.indkey)) as key,
      ${hasColumn('c.oid', 'deleted_at')} as "canBeDeleted",
      ${titleOf('c.oid')} as title,
      (select json_build_object('table', p.relname, 'column', a.attname, 'title', ${titleOf('p.oid')})
       from pg_constraint f join pg_class p on p.oid = f.confrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
       where f.conrelid = c.oid and f.contype = 'f' and f.confdeltype = 'c' and cardinality(f.conkey) = 1
         and ${hasColumn('p.oid', 'deleted_at')} and not ${hasColumn('c.oid', 'deleted_at')}
       order by a.attnum limit 1) as parent
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and ${hasColumn('c.oid', 'owner_id')}
    order by c.relname`)
  return rows
    .filter(({ name }) => UNTOLD[name] === undefined)
    .map((table) => ({
      ...table,
      columns: table.columns.filter((column) => !UNTOLD_COLUMNS[table.name]?.includes(column)),
    }))
}

const hasColumn = (table: string, column: string) =>
  `exists (select from pg_attribute o where o.attrelid = ${table} and o.attname = '${column}' and not o.attisdropped)`
const titleOf = (table: string) =>
  `(select t.attname from pg_attribute t where t.attrelid = ${table} and t.attname in ('title', 'name') and not t.attisdropped
    order by t.attname desc limit 1)`

/** A function a table, which names its columns: to make JSON of whole rows would copy articles with their pages. */
function functionOf({ name, columns, key, title, parent }: Told): string {
  const id = parent ? `"${parent.column}"` : key.join() === 'id' ? 'id' : null
  const keep = (row: string, operation: string, before: string, after: string) => {
    const own = title ? `${row}."${title}"::text` : 'null'
    const named = parent?.title
      ? `(select "${parent.title}"::text from "${parent.table}" where id = ${row}.${id})`
      : own
    const keys = key.filter((column) => column !== 'owner_id')
    return `perform keep_activity(${row}.owner_id, '${parent?.table ?? name}', ${id ? `${row}.${id}` : 'null'}, ${named},
      '${name}', ${json(row, keys)}, '${operation}', ${before}, ${after});`
  }
  return `
    create or replace function "keep_${name}"() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        ${keep('new', 'insert', 'null', parent ? json('new', columns) : 'null')}
      elsif tg_op = 'UPDATE' then
        ${keep('new', 'update', json('old', columns), json('new', columns))}
      else
        ${keep('old', 'delete', json('old', columns), 'null')}
      end if;
      return null;
    end $$`
}

/** A function of PostgreSQL takes a hundred arguments at most. */
function json(row: string, columns: string[]): string {
  const pieces = []
  for (let from = 0; from < columns.length; from += 40)
    pieces.push(
      `jsonb_build_object(${columns
        .slice(from, from + 40)
        .map((each) => `'${each}', ${row}."${each}"`)
        .join()})`,
    )
  return pieces.join(' || ')
}

/**
 * The scheduler's changes of what is there are bookkeeping: what it adds is told. A row that is deleted for good after
 * its days in the bin was told of when it was deleted.
 */
function triggersOf({ name, columns, canBeDeleted }: Told): string[] {
  const isChanged = columns.map((column) => `old."${column}" is distinct from new."${column}"`).join(' or ')
  const trigger = (event: string, when: string) =>
    `create or replace trigger "keep_${event}" after ${event} on "${name}" for each row when (${when})
     execute function "keep_${name}"()`
  return [
    trigger('insert', `${VIA} <> 'nobody'`),
    trigger('update', `${VIA} not in ('nobody', 'scheduler') and (${isChanged})`),
    ...(canBeDeleted ? [] : [trigger('delete', `${VIA} not in ('nobody', 'scheduler')`)]),
  ]
}
