import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import fastifyStatic from '@fastify/static'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Boot } from './boot.ts'
import type { ChatConfig } from './config.ts'
import { escapeHtml } from './escape-html.ts'
import { viteOptions } from './vite-options.ts'

export interface Page {
  /** The elements that load the style sheets. */
  styles: string
  /** The whole document. */
  render: (boot: Boot) => Promise<string>
}

interface Renderer {
  renderPage: (boot: Boot) => string
}

const ROOT = join(import.meta.dirname, '..')

export function openPage(app: FastifyInstance, config: ChatConfig): Promise<Page> {
  const icon = readFileSync(join(ROOT, 'src/page/icon.svg'))
  app.get('/icon.svg', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(icon),
  )
  return config.NODE_ENV === 'development' ? openDevelopmentPage(app, config) : openBuiltPage(app)
}

async function openBuiltPage(app: FastifyInstance): Promise<Page> {
  const client = join(ROOT, 'build/client')
  const server = join(ROOT, 'build/server/render.js')
  const manifestFile = join(client, '.vite/manifest.json')
  if (!existsSync(manifestFile) || !existsSync(server)) {
    throw new Error('The page of the chat is not built. Run `npm run build -w services/chat`, then start again.')
  }
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, { file: string; css?: string[] }>
  const entry = manifest['src/page/main.tsx']
  if (!entry) throw new Error('build/client was made by another version. Run `npm run build -w services/chat`.')
  const { renderPage } = (await import(pathToFileURL(server).href)) as Renderer
  // The names carry a hash of what is in them: they never change.
  await app.register(fastifyStatic, { root: join(client, 'assets'), prefix: '/assets/', immutable: true, maxAge: '1y' })
  const styles = (entry.css ?? []).map((file) => `<link rel="stylesheet" href="/${file}">`).join('')
  const head = `${styles}<script type="module" src="/${entry.file}"></script>`
  return { styles, render: async (boot) => documentOf(boot, head, renderPage(boot)) }
}

/** Vite in this process: the page's own files are served as they are, and exchanged in the browser when they change. */
async function openDevelopmentPage(app: FastifyInstance, config: ChatConfig): Promise<Page> {
  await bundlePackages(app.log)
  const { createServer } = await import('vite')
  const vite = await createServer({
    ...viteOptions,
    server: {
      middlewareMode: true,
      // The web socket for changes uses our own port: one address, also behind the proxy.
      hmr: { server: app.server },
      allowedHosts: [new URL(config.CHAT_ORIGIN).hostname],
      watch: { ignored: ['**/build/**'] },
    },
  })
  app.addHook('onClose', () => vite.close())
  app.addHook('onRequest', (request, reply, done) => {
    if (/^\/(@|src\/|node_modules\/)/.test(request.url)) vite.middlewares(request.raw, reply.raw, () => done())
    else done()
  })
  const styles = '<link rel="stylesheet" href="/src/page/page.css?direct">'
  const head = `${styles}<script type="module" src="/src/page/main.tsx"></script>`
  return {
    styles,
    async render(boot) {
      const { renderPage } = (await vite.ssrLoadModule('/src/page/render.tsx')) as Renderer
      return vite.transformIndexHtml('/', documentOf(boot, head, renderPage(boot)))
    },
  }
}

/** So that Vite finds them bundled; it would do it itself, and keep the memory. */
async function bundlePackages(log: FastifyBaseLogger): Promise<void> {
  const made = changedAt(join(ROOT, 'node_modules/.vite/deps/_metadata.json'))
  const sources = ['vite.config.ts', '../../node_modules/.package-lock.json'].map((file) => changedAt(join(ROOT, file)))
  if (made > Math.max(...sources)) return
  await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.resolve('./bundle-packages.ts'))]).catch(
    (error: unknown) => {
      log.warn({ err: error }, 'the packages of the page could not be bundled beforehand')
    },
  )
}

/** 0 for a file that is not there. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function documentOf(boot: Boot, head: string, body: string): string {
  const title = boot.conversation.state === 'new' ? 'Chat' : escapeHtml(boot.conversation.title)
  // Inside a script element only `<` could end it.
  const data = JSON.stringify(boot).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en" data-theme="${boot.account.theme}" data-hue="${boot.account.accentHue}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${title} · ichrisbirch</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${head}
</head>
<body>
<div id="page">${body}</div>
<script type="application/json" id="boot">${data}</script>
</body>
</html>`
}
