import type pg from 'pg'

/** Tables that are in nobody's archive, and why. A test holds this list and the archive's against the database. */
export const LEFT_OUT: Record<string, string> = {
  users: 'who a person is belongs to the house; what they prefer travels as account.json',
  sessions: 'a sign-in is of one house and one device',
  sign_in_methods: 'passwords are of one house',
  verifications: 'codes that end within the hour',
  api_keys: 'keys open one house',
  alarms: 'about the house, not about a person',
  schedules: 'the work of the house',
  runs: 'the work of the house',
  run_lines: 'the work of the house',
  backups: 'the backups of the house',
  activity: 'what was done in one house, kept for a while only',
  event_feeds: 'a secret address opens one house',
}

export interface ArchivedTable {
  name: string
  /** Kept as they are: all but the owner, and what makes itself. */
  columns: Column[]
  /** What the records are ordered by: the numbers that the database gave in order, or else the key. */
  order: string[]
  key: string[]
  references: Reference[]
}

interface Column {
  name: string
  /** As PostgreSQL writes it: `timestamp with time zone`. */
  type: string
}

/** A foreign key to a table of the archive. */
export interface Reference {
  table: string
  columns: string[]
  targetColumns: string[]
}

/** The bytes of a column have a file each. */
export const isBytes = ({ type }: Column) => type === 'bytea'

/** The tables of what a person owns, found in the catalog, each after those that it refers to. */
export async function listArchivedTables(client: pg.ClientBase): Promise<ArchivedTable[]> {
  const { rows } = await client.query<ArchivedTable>(`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' and a.attidentity = '' and a.attname <> 'owner_id') as columns,
      coalesce(
        (select json_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attidentity <> ''),
        ${columnNames('i.indkey')}) as "order",
      ${columnNames('i.indkey')} as key,
      coalesce((select json_agg(json_build_object('table', target.relname,
          'columns', ${columnNames('f.conkey')}, 'targetColumns', ${columnNames('f.confkey', 'f.confrelid')}) order by f.conname)
        from pg_constraint f join pg_class target on target.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and ${hasOwner('target')}), '[]') as references
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and ${hasOwner('c')}
    order by c.relname collate "C"`)
  return inOrder(rows.filter(({ name }) => LEFT_OUT[name] === undefined))
}

const hasOwner = (table: string) =>
  `exists (select from pg_attribute o where o.attrelid = ${table}.oid and o.attname = 'owner_id')`

/** The names of the columns whose numbers an array of the catalog holds, in its order. */
function columnNames(numbers: string, table = 'c.oid'): string {
  return `(select json_agg(k.attname order by n.place) from unnest(${numbers}) with ordinality n(number, place)
    join pg_attribute k on k.attrelid = ${table} and k.attnum = n.number)`
}

/** @throws when tables refer to each other in a circle. */
function inOrder(tables: ArchivedTable[]): ArchivedTable[] {
  const placed: ArchivedTable[] = []
  const isPlaced = (name: string) => placed.some((table) => table.name === name)
  while (placed.length < tables.length) {
    const next = tables.find(
      ({ name, references }) => !isPlaced(name) && references.every(({ table }) => table === name || isPlaced(table)),
    )
    if (!next)
      throw new Error('Tables refer to each other in a circle: an archive cannot be taken in one after the other')
    placed.push(next)
  }
  return placed
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
export const list = (names: string[]) => names.map(quoted).join(', ')
