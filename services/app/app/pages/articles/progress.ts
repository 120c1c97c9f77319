import { act } from '../../visit.server.ts'
import type { Route } from './+types/progress'

/** How far a reader has come, said while they scroll: no page, so that nothing on theirs is loaded anew. */
export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    await api.setArticleProgress({ params: { id: args.params.id }, body: { percent: Number(form.get('percent')) } })
    return null
  })
