import pg from 'pg'
import { withPassword } from '../database.ts'

/** A PostgreSQL server, as the role that a connection's url names sees it. */
export interface Server {
  /** postgres://user@host:port/name of the house's database, without the password. */
  url: string
  password: string
}

export interface Connection {
  client: pg.Client
  /** Waits for nothing: a statement at work is given up, and the server notices. */
  close: () => void
}

/** Opens a connection that is cut, whatever it does, when the signal says so. */
export async function connect(
  server: Server,
  options: { database?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Connection> {
  options.signal?.throwIfAborted()
  const url = new URL(withPassword(server.url, server.password))
  if (options.database) url.pathname = `/${options.database}`
  const client = new pg.Client({
    connectionString: url.href,
    application_name: 'ichrisbirch dump',
    // Rows are written as text, the same on every server. And a server that works for nobody stops within a second.
    options:
      '-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex ' +
      '-c client_connection_check_interval=1000',
  })
  // A connection lost while nothing was asked of it: the next question fails.
  client.on('error', () => {})
  await client.connect()
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection
  const close = () => {
    options.signal?.removeEventListener('abort', close)
    stream.destroy()
  }
  options.signal?.addEventListener('abort', close)
  return { client, close }
}

/** What a server is asked on a connection of its own. */
export async function onServer<Result>(
  server: Server,
  options: { database?: string | undefined; signal?: AbortSignal | undefined },
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { client, close } = await connect(server, options)
  try {
    return await work(client)
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error
  } finally {
    close()
  }
}

/** The name of the house's own database. */
export function houseOf(server: Server): string {
  return decodeURIComponent(new URL(server.url).pathname.slice(1))
}
