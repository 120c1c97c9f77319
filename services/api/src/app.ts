import { randomUUID } from 'node:crypto'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { countOpenAlarms } from '@ichrisbirch/db/alarms'
import type { Changes } from '@ichrisbirch/db/changes'
import type { OpenDatabase } from '@ichrisbirch/db/database'
import { letConnectionsGo } from '@ichrisbirch/runtime/connections'
import type { Health } from '@ichrisbirch/runtime/health'
import type { Logger } from '@ichrisbirch/runtime/log'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, validatorCompiler } from 'fastify-type-provider-zod'
import type { ZodType } from 'zod'
import { FEED_PATH, feedRoute } from './calendar/feed-route.ts'
import { checkedWriterOf, writerOf } from './answers.ts'
import { createAuth } from './auth.ts'
import { authRoutes } from './auth-routes.ts'
import { acceptBytes } from './bytes.ts'
import type { ApiConfig } from './config.ts'
import { handleErrors } from './error-handler.ts'
import { accountRoutes } from './features/account.ts'
import { activityRoutes } from './features/activity.ts'
import { alarmsRoutes } from './features/alarms.ts'
import { articleImportsRoutes } from './features/article-imports.ts'
import { articlesRoutes } from './features/articles.ts'
import { archivesRoutes } from './features/archives.ts'
import { autotasksRoutes } from './features/autotasks.ts'
import { backupsRoutes } from './features/backups.ts'
import { booksRoutes } from './features/books.ts'
import { boxItemsRoutes } from './features/box-items.ts'
import { boxesRoutes } from './features/boxes.ts'
import { categoriesRoutes } from './features/categories.ts'
import { changesRoutes } from './features/changes.ts'
import { conversationsRoutes } from './features/conversations.ts'
import { countdownsRoutes } from './features/countdowns.ts'
import { digestsRoutes } from './features/digests.ts'
import { eventsRoutes } from './features/events.ts'
import { filesRoutes } from './features/files.ts'
import { highlightsRoutes } from './features/highlights.ts'
import { moneyWastedRoutes } from './features/money-wasted.ts'
import { journalRoutes } from './features/journal.ts'
import { habitsRoutes } from './features/habits.ts'
import { placesRoutes } from './features/places.ts'
import { schedulesRoutes } from './features/schedules.ts'
import { searchRoutes } from './features/search.ts'
import { tagsRoutes } from './features/tags.ts'
import { tasksRoutes } from './features/tasks.ts'
import { todayRoutes } from './features/today.ts'
import { createIdentify } from './identity.ts'
import { createRateLimits } from './rate-limits.ts'
import type { Redis } from './redis.ts'
import { createSignUp } from './sign-up.ts'

export interface AppOptions {
  config: ApiConfig
  db: OpenDatabase['db']
  redis?: Redis | undefined
  /** Absent: nobody is told of changes. */
  changes?: Changes | undefined
  health: Health
  log: Logger
}

const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }
/** Data is never kept by a cache, and no answer of ours is a page that another site could frame. */
const DATA_HEADERS = {
  ...HEADERS,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** The API, ready to listen or to be injected into. */
export async function buildApp({ config, db, redis, changes, health, log }: AppOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance,
    // One line a request, when it is answered: two would cost a tenth of what the request does.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    // The proxy and our own services are on private networks; anyone else's X-Forwarded-For is not believed.
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: (request) => requestId(request.headers['x-request-id']),
  })
  app.addHook('preClose', letConnectionsGo(app.server))
  app.setValidatorCompiler(validatorCompiler)
  const writer = config.NODE_ENV === 'development' ? checkedWriterOf : writerOf
  app.setSerializerCompiler<ZodType>(({ schema }) => writer(schema))
  app.decorateRequest('owner', null)
  handleErrors(app)
  acceptBytes(app)
  app.addHook('onRequest', (request, reply, done) => {
    const headers = request.url.startsWith('/docs') ? HEADERS : DATA_HEADERS
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
  // Without redaction, which looks through every line: this one has nothing but these fields.
  const answered = log.child({}, { redact: [] })
  app.addHook('onResponse', ({ method, url, id, ip, routeOptions }, { statusCode, elapsedTime }, done) => {
    if (routeOptions.logLevel !== 'warn') {
      answered.info(
        {
          requestId: id,
          method,
          url: withoutSecret(url),
          status: statusCode,
          ms: Math.round(elapsedTime),
          address: ip,
        },
        'answered',
      )
    }
    done()
  })
  await documentApi(app, config)

  const signUp = createSignUp(db, config)
  const auth = createAuth(db, config, log)
  const identify = await createIdentify(auth, db, config)
  const limits = createRateLimits(redis)
  authRoutes(app, { auth, db, limits, signUp, origin: config.API_ORIGIN })
  accountRoutes(app, { tag: 'account', db, identify }, { auth, signUp })
  todayRoutes(app, { tag: 'today', db, identify })
  searchRoutes(app, { tag: 'search', db, identify })
  activityRoutes(app, { tag: 'activity', db, identify })
  changesRoutes(app, { tag: 'changes', db, identify }, changes)
  await archivesRoutes(app, { tag: 'archives', db, identify })
  categoriesRoutes(app, { tag: 'categories', db, identify })
  tagsRoutes(app, { tag: 'tags', db, identify })
  tasksRoutes(app, { tag: 'tasks', db, identify })
  autotasksRoutes(app, { tag: 'autotasks', db, identify })
  habitsRoutes(app, { tag: 'habits', db, identify })
  countdownsRoutes(app, { tag: 'countdowns', db, identify })
  booksRoutes(app, { tag: 'books', db, identify }, config.BOOK_CATALOGUE_URL)
  boxesRoutes(app, { tag: 'boxes', db, identify })
  boxItemsRoutes(app, { tag: 'box-items', db, identify })
  placesRoutes(app, { tag: 'places', db, identify })
  articlesRoutes(app, { tag: 'articles', db, identify })
  highlightsRoutes(app, { tag: 'articles', db, identify })
  articleImportsRoutes(app, { tag: 'articles', db, identify })
  schedulesRoutes(app, { tag: 'schedules', db, identify })
  backupsRoutes(app, { tag: 'backups', db, identify }, config.BACKUP_DIRECTORY)
  eventsRoutes(app, { tag: 'events', db, identify }, config.API_ORIGIN)
  feedRoute(app, { db, limits })
  moneyWastedRoutes(app, { tag: 'money-wasted', db, identify })
  conversationsRoutes(app, { tag: 'conversations', db, identify })
  digestsRoutes(app, { tag: 'digests', db, identify })
  journalRoutes(app, { tag: 'journal', db, identify })
  filesRoutes(app, { tag: 'files', db, identify })
  alarmsRoutes(app, { tag: 'alarms', db, identify })

  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'))
  app.get('/health', { schema: { hide: true }, logLevel: 'warn' }, async (_request, reply) => {
    const report = await health.report()
    if (report.status !== 'ok') return reply.code(503).send(report)
    // Their number alone, for `status`: this address is anyone's.
    const open = await countOpenAlarms(db)
    return reply.send(open === 0 ? report : { ...report, alarms: open })
  })
  return app
}

async function documentApi(app: FastifyInstance, config: ApiConfig): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'ichrisbirch',
        version: '1',
        description:
          'Sign in with POST /auth/sign-in/email {email, password}, or send an API key in the header x-api-key. ' +
          'Errors are problem documents (RFC 9457) with a stable `code`.',
      },
      servers: [{ url: config.API_ORIGIN }],
      components: { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
      security: [{ apiKey: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
}

/** The caller's, so that one id follows a request from the page to here; a new one when it is none of ours. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
}

/** Whoever knows the address of a feed can read it. */
function withoutSecret(url: string): string {
  return url.startsWith(FEED_PATH) ? `${FEED_PATH}…` : url
}
