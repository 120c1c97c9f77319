import { randomUUID } from 'node:crypto'
import { letConnectionsGo } from '@ichrisbirch/runtime/connections'
import type { Health } from '@ichrisbirch/runtime/health'
import type { Logger } from '@ichrisbirch/runtime/log'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Assistant } from './answer.ts'
import { answerRoutes } from './answers.ts'
import type { ChatConfig, Model } from './config.ts'
import { conversationRoutes } from './conversations.ts'
import { sendFault } from './fault-page.ts'
import { guard } from './guards.ts'
import { createLiveAnswers } from './live-answers.ts'
import { offlineAssistant } from './offline-assistant.ts'
import { openPage } from './page-server.ts'
import { pageRoutes } from './pages.ts'
import { problemOf, Refusal, sendProblem } from './problems.ts'

export interface AppOptions {
  config: ChatConfig
  health: Health
  log: Logger
}

/** When the service stops, answers under way may end by themselves for so long; what is left is kept as far as it is. */
const SETTLE_MS = 4000

/** The chat's own page and what it asks for. Data is reached through the API only, with the visitor's cookie. */
export async function buildApp({ config, health, log }: AppOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance,
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    // A busy machine is slow to load the page; how long a start may take is for the health check to say.
    pluginTimeout: 0,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    logController: new LogController({ requestIdLogLabel: 'requestId' }),
  })
  app.addHook('preClose', letConnectionsGo(app.server))
  const live = createLiveAnswers()
  const assistant = config.model ? await modelAssistant(config.model) : offlineAssistant
  const answering = { config, live, assistant }

  guard(app, config)
  const page = await openPage(app, config)
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request)
    if (problem.status >= 500) request.log.error({ err: error }, problem.detail)
    const wantsPage = request.headers.accept?.includes('text/html')
    return wantsPage ? sendFault(problem, config, page.styles, request, reply) : sendProblem(problem, reply)
  })
  app.setNotFoundHandler(() => {
    throw new Refusal('not_found', 'There is nothing at this address.')
  })
  app.addHook('preClose', () => live.settle(SETTLE_MS))

  app.get('/health', { logLevel: 'warn' }, async (_request, reply) => {
    const report = await health.report()
    return reply.code(report.status === 'ok' ? 200 : 503).send(report)
  })
  conversationRoutes(app, config)
  answerRoutes(app, answering)
  pageRoutes(app, answering, page)
  return app
}

/** Loaded here: the AI SDK is 6 MB that a house without a model has no use for until its first answer. */
async function modelAssistant(model: Model): Promise<Assistant> {
  const { createModelAssistant } = await import('./model-assistant.ts')
  return createModelAssistant(model)
}

/** The caller's, so that one id follows a request from the page to the API; a new one when it is none of ours. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
}
