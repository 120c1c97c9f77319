import { redirect } from 'react-router'
import { newId as makeId } from '../../new-id.ts'
import { newId } from '../../visit.server.ts'
import type { Route } from './+types/new'
import { beginHere } from './drafts.ts'

const addressOf = (id: string, request: Request) => `/journal/${id}/write${new URL(request.url).search}`

/** A new entry has its address from the start: what is typed is kept under it, before anything was sent. */
export function loader({ request }: Route.LoaderArgs) {
  return redirect(addressOf(newId(), request))
}

/** With scripts nobody needs to be asked, so that an entry can begin without a connection. */
export function clientLoader({ request }: Route.ClientLoaderArgs) {
  const id = makeId()
  beginHere(id)
  return redirect(addressOf(id, request))
}
