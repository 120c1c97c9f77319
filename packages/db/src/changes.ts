import type pg from 'pg'
import { type Listener, type ListenOptions, listen } from './listen.ts'

const CHANNEL = 'changes'

/** `<owner> <table>`, once a statement, when the transaction is kept. */
const TELL = `
  create or replace function tell_changes() returns trigger language plpgsql as $$
  declare owner uuid;
  begin
    for owner in select distinct owner_id from changed loop
      perform pg_notify('${CHANNEL}', owner || ' ' || tg_table_name);
    end loop;
    return null;
  end $$`

/** What the triggers are made by: a template of tests is known by it. */
export const CHANGES_VERSION = `1 ${TELL}`

const EVENTS = { insert: 'new', update: 'new', delete: 'old' }

/**
 * Has every table of what people own tell of its changes: found in the catalog after the migrations, so that a new
 * feature tells by itself; but for the activity, which changes with each of them. Must run as the tables' owner; running
 * it again changes nothing.
 */
export async function ensureChangesAreTold(client: pg.ClientBase): Promise<void> {
  await client.query(TELL)
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'owner_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'activity' and not exists (
      select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'tell_delete')`)
  for (const { name } of rows) {
    for (const [event, version] of Object.entries(EVENTS)) {
      await client.query(`
        create or replace trigger tell_${event} after ${event} on "${name}"
        referencing ${version} table as changed for each statement execute function tell_changes()`)
    }
  }
}

export interface Changes {
  /**
   * @param onChange hears the table; `*` when something may have been missed.
   * @returns when it is heard, how to stop.
   */
  subscribe: (owner: string, onChange: (table: string) => void) => Promise<() => void>
  close: () => Promise<void>
}

type Options = Pick<ListenOptions, 'url' | 'password' | 'name' | 'onError'>

/** Hears of the changes of everybody's records, on one connection that is opened when somebody first wants to know. */
export function createChanges(options: Options): Changes {
  const subscribers = new Map<string, Set<(table: string) => void>>()
  let listener: Listener | undefined
  const isListening = Promise.withResolvers<void>()

  const begin = () =>
    listen({
      ...options,
      channel: CHANNEL,
      onNotify: (payload) => {
        const [owner = '', table = ''] = payload.split(' ')
        for (const onChange of subscribers.get(owner) ?? []) onChange(table)
      },
      onListening: () => {
        isListening.resolve()
        for (const all of subscribers.values()) for (const onChange of all) onChange('*')
      },
    })
  return {
    async subscribe(owner, onChange) {
      listener ??= begin()
      await isListening.promise
      const all = subscribers.get(owner) ?? new Set()
      subscribers.set(owner, all.add(onChange))
      return () => {
        all.delete(onChange)
        if (all.size === 0) subscribers.delete(owner)
      }
    },
    close: async () => listener?.close(),
  }
}
