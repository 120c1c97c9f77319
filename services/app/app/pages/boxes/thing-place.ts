import { redirect } from 'react-router'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/thing-place'

/** A thing by itself, as a search finds it: it opens in the box that it is in by now. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { id, boxId } = await api.getBoxItem({ params: { id: args.params.thing } })
    return redirect(`/boxes/${boxId ?? 'loose'}/things/${id}`)
  })
