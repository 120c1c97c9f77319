import { PassThrough } from 'node:stream'
import { createGzip } from 'node:zlib'
import { createReadableStreamFromReadable } from '@react-router/node'
import { renderToPipeableStream } from 'react-dom/server'
import { type EntryContext, type RouterContextProvider, ServerRouter } from 'react-router'
import { visitContext } from './visit.server.ts'

const TIMEOUT_MS = 8000

/**
 * Only our own scripts run, each page's with its own nonce. Styles may be inline: React writes `style` attributes.
 * `connect-src 'self'` covers hot reload's web socket too.
 */
function contentSecurityPolicy(nonce: string, chatOrigin: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    // Signing in may lead back to the chat, and a form's redirect counts as its target.
    `form-action 'self' ${chatOrigin}`,
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Renders a page to a stream. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: RouterContextProvider,
): Promise<Response> | Response {
  const { nonce, log, config } = context.get(visitContext)
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('content-security-policy', contentSecurityPolicy(nonce, config.CHAT_ORIGIN))
  // A page holds a person's own data: no cache between us and them may keep it.
  headers.set('cache-control', 'private, no-store')
  headers.append('vary', 'accept-encoding')
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  // A sixth of the bytes. That their number tells of the content helps nobody: another site's request has no session.
  const isZipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (isZipped) headers.set('content-encoding', 'gzip')
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        onShellReady() {
          // React flushes what is compressed whenever it has written something to be shown.
          const body = isZipped ? createGzip() : new PassThrough()
          body.on('close', () => clearTimeout(timer))
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }))
          pipe(body)
        },
        onShellError: reject,
        onError: (error) => log('a page could not be rendered', error),
      },
    )
    const timer = setTimeout(() => abort(), TIMEOUT_MS)
  })
}

/** Called for every error of a loader or an action; the visitor sees the page's own error view. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: Readonly<RouterContextProvider> },
) {
  if (!request.signal.aborted) context.get(visitContext).log('a page failed', error)
}
