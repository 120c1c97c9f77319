import { join } from 'node:path'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { FastifyInstance } from 'fastify'
import { createServer } from 'vite'
import type { createPages } from '../app/server.ts'
import type { AppConfig } from './config.ts'
import type { PageListener } from './pages-built.ts'

/** The pages made by Vite as they are asked for, with hot reload over the same port. Loaded in development only. */
export async function devPages(
  app: Pick<FastifyInstance, 'addHook' | 'server'>,
  config: AppConfig,
  log: Logger,
): Promise<PageListener> {
  const root = join(import.meta.dirname, '..')
  const vite = await createServer({
    root,
    configFile: join(root, 'vite.config.ts'),
    // Node reads the file itself: Vite's bundled copy comes and goes, and node --watch would restart for each.
    configLoader: 'native',
    appType: 'custom',
    clearScreen: false,
    logLevel: 'warn',
    server: {
      middlewareMode: true,
      hmr: { server: app.server },
      allowedHosts: [new URL(config.APP_ORIGIN).hostname],
    },
  })
  app.addHook('preClose', () => vite.close())
  const pages = async () => {
    const server = (await vite.ssrLoadModule('./app/server.ts')) as { createPages: typeof createPages }
    return server.createPages(config, log)
  }
  return (request, response) => {
    vite.middlewares(request, response, (fault?: unknown) => {
      if (fault) return fail(response, fault)
      pages().then(
        (listener) => listener(request, response),
        (error: unknown) => fail(response, error),
      )
    })
  }

  function fail(response: Parameters<PageListener>[1], error: unknown) {
    if (error instanceof Error) vite.ssrFixStacktrace(error)
    response.statusCode = 500
    response.setHeader('content-type', 'text/plain')
    response.end(error instanceof Error ? error.stack : String(error))
  }
}
