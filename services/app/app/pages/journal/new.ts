import { redirect } from 'react-router'
import { newId } from '../../visit.server.ts'
import type { Route } from './+types/new'

/** A new entry has its address from the start: what is typed is kept under it, before anything was sent. */
export function loader({ request }: Route.LoaderArgs) {
  return redirect(`/journal/${newId()}/write${new URL(request.url).search}`)
}
