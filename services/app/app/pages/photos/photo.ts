import { visitContext } from '../../visit.server.ts'
import type { Route } from './+types/photo'

const PASSED_ON = [
  'content-type',
  'content-length',
  'content-disposition',
  'content-security-policy',
  'etag',
  'cache-control',
]

/** A photo at the app's own address, with the visitor's session: `<img src="/photos/<id>">`. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { config, headers } = context.get(visitContext)
  const known = request.headers.get('if-none-match')
  const answer = await fetch(new URL(`/files/${encodeURIComponent(params.id)}/content/`, config.API_URL), {
    headers: { ...headers, ...(known && { 'if-none-match': known }) },
    signal: request.signal,
  })
  if (answer.status !== 200 && answer.status !== 304) return new Response(null, { status: answer.status })
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = answer.headers.get(name)
    return value ? [[name, value] as [string, string]] : []
  })
  return new Response(answer.body, { status: answer.status, headers: passedOn })
}
