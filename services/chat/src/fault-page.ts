import type { Problem } from '@ichrisbirch/contract/problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ChatConfig } from './config.ts'
import { escapeHtml } from './escape-html.ts'

/** A page for a person when there is no other to show: it needs no script and no API. */
export function sendFault(
  problem: Problem,
  config: ChatConfig,
  styles: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (problem.code === 'not_signed_in') return reply.redirect(signInAddress(config, request), 303)
  const again = problem.status >= 500 && request.method === 'GET'
  const step = again
    ? 'Try again in a moment.'
    : request.method === 'POST'
      ? 'Go back with your browser: what you wrote is still there.'
      : ''
  const link = again ? `<a href="${escapeHtml(request.url)}">Try again</a>` : '<a href="/">To the chat</a>'
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${problem.title} · ichrisbirch</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${styles}
</head>
<body>
<main class="fault-page">
<h1>${escapeHtml(problem.detail)}</h1>
<p class="quiet">${step}</p>
<p>${link} <a href="${config.APP_ORIGIN}/">To the app</a></p>
</main>
</body>
</html>`
  return reply.code(problem.status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}

/** Where to sign in, and back to the page that was asked for (a form that was sent leads back to its page). */
function signInAddress(config: ChatConfig, request: FastifyRequest): string {
  return `${config.APP_ORIGIN}/sign-in?next=${encodeURIComponent(config.CHAT_ORIGIN + request.url)}`
}
