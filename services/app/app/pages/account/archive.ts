import { visitContext } from '../../visit.server.ts'
import type { Route } from './+types/archive'

/** Everything of the visitor as it comes from the API, without being held here. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { config, headers } = context.get(visitContext)
  const answer = await fetch(new URL('/export/', config.API_URL), { headers, signal: request.signal })
  const passedOn = ['content-type', 'content-disposition'].flatMap((name) => {
    const value = answer.headers.get(name)
    return value ? [[name, value] as [string, string]] : []
  })
  return new Response(answer.body, { status: answer.status, headers: [...passedOn, ['cache-control', 'no-store']] })
}

/** An archive on its way to the API, the same way; the API's answer comes back as it is. */
export async function action({ request, context }: Route.ActionArgs) {
  const { config, headers } = context.get(visitContext)
  const url = new URL(`/import/${new URL(request.url).search}`, config.API_URL)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/gzip' },
    body: request.body,
    signal: request.signal,
    // A body that is a stream is sent before its answer is read.
    duplex: 'half',
  } as RequestInit)
  const type = answer.headers.get('content-type') ?? 'application/json'
  return new Response(answer.body, { status: answer.status, headers: { 'content-type': type } })
}
