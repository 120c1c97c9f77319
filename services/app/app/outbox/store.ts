import { type DBSchema, type IDBPObjectStore, openDB } from 'idb'
import type { NewWaiting, Store, Waiting } from './outbox.ts'

interface Schema extends DBSchema {
  waiting: { key: number; value: NewWaiting | Waiting; indexes: { owner: string } }
}

let opened: ReturnType<typeof open> | undefined

function open() {
  return openDB<Schema>('ichrisbirch', 1, {
    upgrade(database) {
      const store = database.createObjectStore('waiting', { keyPath: 'seq', autoIncrement: true })
      store.createIndex('owner', 'owner')
    },
  })
}

const database = () => (opened ??= open())

/** On the disk when the promise says so: a phone may end a page at any moment. */
const strict = { durability: 'strict' } as const

/** IndexedDB: what waits stays when the page is closed. */
export const store: Store = {
  async list(owner) {
    return (await (await database()).getAllFromIndex('waiting', 'owner', owner)) as Waiting[]
  },
  async add(waiting) {
    await write((waitings) => waitings.add(waiting))
  },
  async put(waiting) {
    await write((waitings) => waitings.put(waiting))
  },
  async remove(seq) {
    await write((waitings) => waitings.delete(seq))
  },
}

async function write(
  work: (waitings: IDBPObjectStore<Schema, ['waiting'], 'waiting', 'readwrite'>) => Promise<unknown>,
): Promise<void> {
  const transaction = (await database()).transaction('waiting', 'readwrite', strict)
  await Promise.all([work(transaction.store), transaction.done])
}
