import { load } from '../../visit.server.ts'
import type { Route } from './+types/export'

const TYPES = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
} as const

const isFormat = (word: string): word is keyof typeof TYPES => Object.hasOwn(TYPES, word)

/** All articles as a file to keep, or what was marked in them. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const asked = new URL(args.request.url).searchParams.get('format')
    const format = asked !== null && isFormat(asked) ? asked : 'json'
    const { name, content } = await api.exportArticles({ query: { format } })
    const headers = { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${name}"` }
    return new Response(content, { headers: { ...headers, 'cache-control': 'private, no-store' } })
  })
