import type { FastifyInstance } from 'fastify'
import type { ChatConfig } from './config.ts'
import { Refusal } from './problems.ts'

/** What a browser may load and do on our pages, and which requests may change anything. */
export function guard(app: FastifyInstance, config: ChatConfig): void {
  const headers = headersFor(config)
  // JSON only: a form of another site can send text/plain without asking first.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    const isReading = request.method === 'GET' || request.method === 'HEAD'
    // The cookie comes with requests from any page on the parent domain: only our own page may change things.
    if (!isReading && request.headers.origin !== config.CHAT_ORIGIN) {
      throw new Refusal('forbidden', `Changes are made from the page at ${config.CHAT_ORIGIN} only.`)
    }
  })
}

function headersFor(config: ChatConfig): Record<string, string> {
  // Vite's client and React Refresh put scripts and styles into the page, and talk over a web socket.
  const dev = config.NODE_ENV === 'development'
  const policy = [
    "default-src 'none'",
    dev ? "script-src 'self' 'unsafe-inline'" : "script-src 'self'",
    dev ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    // No picture from elsewhere: an answer could carry what it read away in an address.
    dev ? "img-src 'self' data:" : "img-src 'self'",
    "font-src 'self'",
    dev ? "connect-src 'self' ws: wss:" : "connect-src 'self'",
    `form-action 'self' ${config.APP_ORIGIN}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    // With no-referrer, browsers would send `Origin: null` with our own forms.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
}
