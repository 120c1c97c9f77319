import { redirect } from 'react-router'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/highlight'

/** A marked passage stands in its article. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { id, articleId } = await api.getHighlight({ params: args.params })
    return redirect(`/articles/${articleId}#mark-${id}`)
  })
