import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { Logger } from '@ichrisbirch/runtime/log'
import type { FastifyInstance } from 'fastify'
import type { createPages } from '../app/server.ts'
import type { AppConfig } from './config.ts'
import { addServiceWorker } from './service-worker.ts'

export type PageListener = ReturnType<typeof createPages>

const BUILD = join(import.meta.dirname, '../build')

/**
 * The pages as `npm run build -w services/app` made them.
 * @throws when they have not been built.
 */
export async function builtPages(
  app: Pick<FastifyInstance, 'register' | 'get' | 'addHook'>,
  config: AppConfig,
  log: Logger,
): Promise<PageListener> {
  const entry = join(BUILD, 'server/index.js')
  if (!existsSync(entry)) {
    throw new Error(
      `The pages are not built: ${entry} is missing. Run \`npm run build -w services/app\` and start again.`,
    )
  }
  addServiceWorker(app, BUILD)
  // Names under /assets/ carry a hash of their content: a browser may keep them for ever.
  await app.register(fastifyStatic, {
    root: join(BUILD, 'client/assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    // A phone waits for every kilobyte, and not every house has an edge that compresses.
    preCompressed: true,
  })
  await app.register(fastifyStatic, {
    root: join(BUILD, 'client'),
    wildcard: false,
    globIgnore: ['assets/**', 'service-worker.js'],
    maxAge: '1h',
    decorateReply: false,
  })
  const server: { createPages: typeof createPages } = await import(pathToFileURL(entry).href)
  return server.createPages(config, log)
}
