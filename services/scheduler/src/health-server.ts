import type { Health } from '@ichrisbirch/runtime/health'

// As an import, node:http would load undici for its WebSocket: 5 MB, and 80 ms of each start.
const { createServer } = process.getBuiltinModule('node:http')

export interface HealthServer {
  close: () => Promise<void>
}

/** Answers GET /health: 200 when all is well, 503 with the reasons otherwise. */
export async function listenForHealth(health: Health, host: string, port: number): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (request.url !== '/health') {
      response.writeHead(404).end()
      return
    }
    health.report().then(
      (report) => {
        response.writeHead(report.status === 'ok' ? 200 : 503, { 'content-type': 'application/json' })
        response.end(JSON.stringify(report))
      },
      (error: unknown) => response.destroy(error as Error),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
