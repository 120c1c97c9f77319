import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { FastifyInstance } from 'fastify'
import { createServer, type ViteDevServer } from 'vite'
import type { createPages } from '../app/server.ts'
import type { AppConfig } from './config.ts'
import type { PageListener } from './pages-built.ts'

const ROOT = join(import.meta.dirname, '..')

/**
 * The pages made by Vite as they are asked for, with hot reload over the same port. Loaded in development only. The
 * server listens at once; the first page waits until Vite is there.
 */
export function devPages(
  app: Pick<FastifyInstance, 'addHook' | 'server'>,
  config: AppConfig,
  log: Logger,
): PageListener {
  const starting = readyPackages().then(() => startVite(app, config))
  app.addHook('preClose', async () => (await starting).close())

  return (request, response) => {
    const fail = (error: unknown) => {
      log.error({ err: error }, 'a page cannot be made')
      response.statusCode = 500
      response.setHeader('content-type', 'text/plain')
      response.end(error instanceof Error ? error.stack : String(error))
    }
    const serve = async (vite: ViteDevServer) => {
      const module = (await vite.ssrLoadModule('./app/server.ts')) as { createPages: typeof createPages }
      module.createPages(config, log)(request, response)
    }
    starting.then((vite) => {
      vite.middlewares(request, response, (fault?: unknown) => {
        if (fault) return fail(fault)
        serve(vite).catch((error: unknown) => {
          if (error instanceof Error) vite.ssrFixStacktrace(error)
          fail(error)
        })
      })
    }, fail)
  }
}

function startVite(app: Pick<FastifyInstance, 'server'>, config: AppConfig) {
  return createServer({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
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
}

/** Unless they are newer than what is installed; Vite itself checks more closely, and mends what this misses. */
async function readyPackages(): Promise<void> {
  const timeOf = (path: string) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const isReady = timeOf('node_modules/.vite/deps/_metadata.json') > timeOf('../../node_modules/.package-lock.json')
  if (!isReady) await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'ready-packages.ts')])
}
