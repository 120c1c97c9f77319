import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { letConnectionsGo } from '@ichrisbirch/runtime/connections'
import { answersHealth, createHealth } from '@ichrisbirch/runtime/health'
import type { Logger } from '@ichrisbirch/runtime/log'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { AppConfig } from './config.ts'
import { addLive } from './live.ts'
import { builtPages } from './pages-built.ts'

/** Sent with every answer; the content security policy of a page is made with its nonce in entry.server.tsx. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
}

/** The app's web server: health, static files, and the pages. In development Vite makes the pages as they are asked for. */
export async function buildApp({ config, log }: { config: AppConfig; log: Logger }) {
  const loggerInstance: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    // A busy machine is slow to load pages; how long a start may take is for the health check to say.
    pluginTimeout: 0,
  })
  const health = createHealth({ api: answersHealth(config.API_URL) })
  app.addHook('preClose', async () => health.stopping())
  app.addHook('preClose', letConnectionsGo(app.server))

  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.raw.setHeader(name, value)
    reply.raw.setHeader('x-request-id', request.id)
    if (config.ENVIRONMENT === 'prod') reply.raw.setHeader('strict-transport-security', 'max-age=31536000')
    request.raw.headers['x-request-id'] = request.id
    request.raw.headers['x-forwarded-for'] ??= request.ip
  })
  app.addHook('onResponse', async (request, reply) => {
    if (request.url === '/health' || request.url.startsWith('/assets/')) return
    const status = reply.raw.statusCode
    const facts = { method: request.method, path: pathOf(request.url), status, ms: Math.round(reply.elapsedTime) }
    request.log[status >= 500 ? 'error' : 'info'](facts, 'answered')
  })

  app.get('/health', { logLevel: 'silent' }, async (_request, reply) => {
    const report = await health.report()
    return reply.code(report.status === 'ok' ? 200 : 503).send(report)
  })
  addLive(app, config.API_URL, log)
  await addPages(app, config, log)
  return app
}

async function addPages(app: FastifyInstance, config: AppConfig, log: Logger) {
  // A form's body is read by React Router, from the raw request.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  const listener =
    config.NODE_ENV === 'development'
      ? await import('./pages-dev.ts').then(({ devPages }) => devPages(app, config, log))
      : await builtPages(app, config, log)
  app.all('/*', (request, reply) => {
    reply.hijack()
    listener(request.raw, reply.raw)
  })
}

function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

/** Without the query: what a person searched for is nobody's business in a log. */
function pathOf(url: string): string {
  return url.split('?')[0] ?? url
}
