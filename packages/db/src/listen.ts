import pg from 'pg'
import { withPassword } from './database.ts'

export interface Listener {
  close: () => Promise<void>
}

export interface ListenOptions {
  /** postgres://user@host:port/name, without the password. */
  url: string
  password: string
  /** Stands in pg_stat_activity. */
  name: string
  channel: string
  onNotify: (payload: string) => void
  /** It listens, for the first time or again: what was said meanwhile was not heard. */
  onListening: () => void
  /** The connection failed; it is tried again. */
  onError: (error: Error) => void
}

const RETRY_MS = 500

/** Listens on a connection of its own until it is closed, and again whenever the database was away. */
export function listen(options: ListenOptions): Listener {
  let isClosed = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  const open = async () => {
    const opening = new pg.Client({
      connectionString: withPassword(options.url, options.password),
      application_name: options.name,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    })
    client = opening
    opening.on('notification', ({ payload = '' }) => options.onNotify(payload))
    // Not once: of a session that the server ends the client tells twice.
    opening.on('error', options.onError)
    opening.once('end', again)
    await opening.connect()
    await opening.query(`listen ${opening.escapeIdentifier(options.channel)}`)
    options.onListening()
  }
  const again = () => {
    if (!isClosed) retry = setTimeout(start, RETRY_MS)
  }
  const start = () => {
    open().catch((error: unknown) => {
      if (isClosed) return
      options.onError(error as Error)
      // An open connection that could not listen: its end is what starts the next.
      client?.end().catch(options.onError)
    })
  }
  start()
  return {
    async close() {
      isClosed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
