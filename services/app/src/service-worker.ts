import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** It asks the house and nobody else, and runs nothing but itself. */
const POLICY = "default-src 'none'; connect-src 'self'"

/**
 * The script that keeps pages on a device, with the name of this build and its files written above it: a new build is a
 * new script, so browsers take it up by themselves. Every answer says its build, so that no worker keeps another's.
 * @param folder the build, as Vite left it.
 */
export function addServiceWorker(app: Pick<FastifyInstance, 'get' | 'addHook'>, folder: string): void {
  const script = readFileSync(join(folder, 'client/service-worker.js'), 'utf8')
  const files = readdirSync(join(folder, 'client/assets')).sort()
  const build = createHash('sha256')
    .update(files.join('\n'))
    .update(script)
    .update(readFileSync(join(folder, 'server/index.js')))
    .digest('hex')
    .slice(0, 12)
  const assets = files.filter(isNeeded).map((name) => `/assets/${name}`)
  const body = `self.house = ${JSON.stringify({ build, assets })}\n${script}`

  app.addHook('onRequest', async (_request, reply) => {
    reply.raw.setHeader('x-build', build)
  })
  app.get('/service-worker.js', (_request, reply) =>
    reply
      .headers({
        'content-type': 'text/javascript; charset=utf-8',
        'content-security-policy': POLICY,
        'cache-control': 'no-cache',
      })
      .send(body),
  )
}

/** All but fonts of other scripts, which are kept when a page first needs them. */
const isNeeded = (name: string) => /\.(js|css)$/.test(name) || /-latin-wght-normal-.*\.woff2$/.test(name)
