// The two baselines of the API benchmark: the same bytes from memory, and the same query by the bare driver.
import { createServer, type RequestListener } from 'node:http'
import pg from 'pg'

const [kind, url, owner] = process.argv.slice(2)

/** Timestamps as the API sends them: left as text by the driver, put into ISO form. */
const iso = (text: string) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
const types = {
  getTypeParser: (oid: number) => (oid === 1184 ? iso : (text: string) => text),
}

const QUERY = {
  name: 'list_open_tasks',
  text: `select id, name, notes, category, due_day as "dueDay", position, autotask_id as "autotaskId",
    created_at as "createdAt", updated_at as "updatedAt", completed_at as "completedAt", deleted_at as "deletedAt"
    from tasks where owner_id = $1 and completed_at is null and deleted_at is null order by position, id limit $2`,
  values: [owner, 101],
  types,
}

async function makeListener(): Promise<RequestListener> {
  const pool = new pg.Pool({ connectionString: url, options: '-c timezone=UTC', idleTimeoutMillis: 0 })
  const page = async () => {
    const { rows } = await pool.query(QUERY)
    return JSON.stringify({ items: rows.slice(0, 100), next: null })
  }
  if (kind === 'driver') {
    return (_request, response) => {
      page().then(
        (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
        (error: Error) => response.destroy(error),
      )
    }
  }
  const bytes = await page()
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(bytes)
  }
}

const server = createServer(await makeListener())
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})
