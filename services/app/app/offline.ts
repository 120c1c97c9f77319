import { data } from 'react-router'
import type { Answer } from './answer.ts'
import { askWhetherAway, isHouseAway } from './frame/connection.ts'
import { outbox } from './outbox/use-outbox.ts'
import { sayWaiting } from './outbox/what-waits.ts'

const NO_CONNECTION: Answer = {
  problem: { message: 'There is no connection. Nothing you typed is lost: try again.', fields: {} },
}

interface Sending<Result> {
  request: Request
  serverAction: () => Promise<Result>
}

/**
 * The `clientAction` of a page: without a connection the page stays and says so. React Router would put the error
 * view in its place, and with it what was typed.
 */
export async function keepPageOffline<Result>({ serverAction }: Pick<Sending<Result>, 'serverAction'>) {
  try {
    return await serverAction()
  } catch (error) {
    if (!isNoAnswer(error)) throw error
    return NO_CONNECTION
  }
}

/**
 * The `clientAction` of a page with forms that can wait: without a connection such a form is kept on this device, and sent
 * when the house answers. The same form, with the same id: if only its answer was lost, the house has it already.
 */
export async function orWait<Result>({ request, serverAction }: Sending<Result>) {
  const form = await request.clone().formData()
  const action = new URL(request.url).pathname
  const fields = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]))
  const words = sayWaiting(action, fields)
  if (words === undefined) return keepPageOffline({ serverAction })
  const wait = async () => {
    await outbox.add({ at: new Date().toISOString(), action, fields, words })
    // Answered as a failure is, so that the page is not asked for anew.
    return data<Answer>({}, { status: 503 })
  }
  if (isHouseAway()) return wait()
  // What was done before comes first.
  if (outbox.items.some(({ fault }) => !fault)) {
    const answer = await wait()
    void outbox.flush()
    return answer
  }
  try {
    return await serverAction()
  } catch (error) {
    if (!isNoAnswer(error)) throw error
    const answer = await wait()
    void askWhetherAway().then(() => (isHouseAway() ? undefined : outbox.flush()))
    return answer
  }
}

/** What fetch throws when nothing answers; everything else is the server's answer. */
const isNoAnswer = (error: unknown) => error instanceof TypeError
