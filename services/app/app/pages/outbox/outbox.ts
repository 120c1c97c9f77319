import { ApiError } from '@ichrisbirch/contract/client'
import { dayAt } from '@ichrisbirch/contract/days'
import { z } from 'zod'
import type { Answer } from '../../answer.ts'
import type { Outcome } from '../../outbox/outbox.ts'
import { pageOf } from '../../outbox/what-waits.ts'
import { accountContext, type Visitor, visitContext } from '../../visit.server.ts'
import { actOnArticle } from '../articles/intents.server.ts'
import { actOnBook } from '../books/intents.server.ts'
import { actOnBox } from '../boxes/intents.server.ts'
import { actOnThings } from '../boxes/things.server.ts'
import { actOnHabit } from '../habits/intents.server.ts'
import { actOnWaste } from '../money-wasted/intents.server.ts'
import { actOnTask } from '../tasks/intents.server.ts'
import { actOnToday } from '../today/intents.server.ts'
import type { Route } from './+types/outbox'
import { findThing, isSameVersion } from './things.server.ts'

/** Whose forms may come late: the same intents as in time. */
const ACTS: Record<string, (visitor: Visitor, form: FormData) => Promise<Answer>> = {
  '/tasks': actOnTask,
  '/tasks/completed': actOnTask,
  '/today': actOnToday,
  '/habits': actOnHabit,
  '/money-wasted': actOnWaste,
  '/articles': actOnArticle,
  '/books': actOnBookLine,
  '/boxes': actOnBox,
  '/boxes/:id': (visitor, form) => actOnThings(visitor, String(form.get('boxId')), form),
  '/boxes/loose': (visitor, form) => actOnThings(visitor, null, form),
}

/** What leads to another page does not wait. */
async function actOnBookLine(visitor: Visitor, form: FormData): Promise<Answer> {
  const answer = await actOnBook(visitor, form)
  return answer instanceof Response ? {} : answer
}

const Late = z.strictObject({
  owner: z.string(),
  at: z.iso.datetime(),
  action: z.string(),
  fields: z.record(z.string().max(100), z.string().max(10_000)),
  anyway: z.boolean(),
})

/** Where a device sends what waited on it, one thing after the other. */
export async function action({ request, context }: Route.ActionArgs) {
  const visitor = { ...context.get(visitContext), account: context.get(accountContext) }
  const late = Late.safeParse(await request.json().catch(() => undefined))
  const act = late.success ? ACTS[pageOf(late.data.action)] : undefined
  if (!late.success || !act) return Response.json({ message: 'This is nothing that waits.' }, { status: 400 })
  // Somebody else has signed in at this browser meanwhile.
  if (late.data.owner !== visitor.account.id) return Response.json({}, { status: 409 })
  try {
    return Response.json(await take(visitor, act, late.data))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // Its id was made on that device and nowhere else: it has come before, and only our answer got lost.
    if (error.code === 'id_taken') return Response.json({ kind: 'done' } satisfies Outcome)
    if (error.status >= 500 || error.status === 429 || error.status === 401) return Response.json({}, { status: 503 })
    return Response.json(refused(error.message))
  }
}

async function take(
  visitor: Visitor,
  act: (visitor: Visitor, form: FormData) => Promise<Answer>,
  { at, fields, anyway }: z.infer<typeof Late>,
): Promise<Outcome> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const day = dayOf(at, visitor)
  form.set('day', day)
  const [before, seen] = [await findThing(visitor, form, day), fields['seen'] ?? '']
  // An answer of ours got lost, or the other side did the same.
  if (before?.isSo) return { kind: 'done', seen: before.version }
  if (before && seen && !anyway && !isSameVersion(before.version, seen)) {
    return { kind: 'fault', fault: { kind: 'conflict', message: before.words } }
  }
  const { problem } = await act(visitor, form)
  if (problem) return refused([problem.message, ...Object.values(problem.fields)].join(' '))
  const after = before && (await findThing(visitor, form, day))
  return { kind: 'done', ...(after && { seen: after.version }) }
}

const refused = (message: string): Outcome => ({ kind: 'fault', fault: { kind: 'refused', message } })

/** The owner's day at that moment; a device whose clock is ahead means now. */
function dayOf(at: string, { account }: Visitor): string {
  const now = new Date()
  const then = new Date(at)
  return dayAt(then < now ? then : now, account)
}
