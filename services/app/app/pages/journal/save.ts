import { ApiError } from '@ichrisbirch/contract/client'
import { accountContext, visitContext } from '../../visit.server.ts'
import type { Route } from './+types/save'
import { readDraft, saveEntry } from './draft.server.ts'

/** Where a page sends what is typed, while it is typed: the answer is plain JSON, and the page stays as it is. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { api } = context.get(visitContext)
  const form = await request.formData()
  // Another tab of this browser has signed somebody else in: what is typed here is not theirs.
  if (form.get('owner') !== context.get(accountContext).id) {
    return Response.json({ code: 'forbidden', message: 'Somebody else is signed in here now.' }, { status: 403 })
  }
  try {
    const draft = await readDraft(api, form)
    const { updatedAt } = await saveEntry(api, params.id, draft, String(form.get('base') ?? ''))
    return Response.json({ updatedAt })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return Response.json({ code: error.code, message: error.message }, { status: error.status })
  }
}
