import { ApiError } from '@ichrisbirch/contract/client'
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Form, Link, redirect } from 'react-router'
import type { Answer } from '../answer.ts'
import { askAuth, passOnCookies } from '../auth.server.ts'
import { forgetDevice, listUnsent } from '../outbox/forget-device.ts'
import { outbox } from '../outbox/use-outbox.ts'
import { ErrorView } from '../parts/error-view.tsx'
import { ProblemLine } from '../parts/problem.tsx'
import { visitContext } from '../visit.server.ts'
import type { Route } from './+types/sign-out'
import { Door } from './sign/door.tsx'

/** Who signs out, so that the page can say what of theirs was not sent. */
export async function loader({ context }: Route.LoaderArgs) {
  try {
    return { owner: (await context.get(visitContext).api.getAccount()).id }
  } catch (error) {
    // Nobody is signed in, or the API does not answer: whoever presses the button is told.
    if (error instanceof ApiError) return { owner: undefined }
    throw error
  }
}

/** The pages know already, and without a connection nobody else does. */
export const clientLoader = ({ serverLoader }: Route.ClientLoaderArgs) =>
  outbox.owner === undefined ? serverLoader() : { owner: outbox.owner }

export async function action({ context }: Route.ActionArgs) {
  const { cookies } = await askAuth(context.get(visitContext), 'POST', 'sign-out')
  return redirect('/sign-in', { headers: passOnCookies(cookies) })
}

const STILL_OPEN: Answer = {
  problem: {
    message:
      'This device has forgotten what it kept. But there is no connection: the session itself is still open. Sign out again when the house answers.',
    fields: {},
  },
}

/** What was not sent is lost with the sign-out: the page of this address asks first. */
export async function clientAction({ request, serverAction }: Route.ClientActionArgs) {
  const isSure = (await request.clone().formData()).has('sure')
  if (!isSure && listUnsent().length > 0) return redirect('/sign-out')
  await forgetDevice()
  try {
    return await serverAction()
  } catch (error) {
    if (error instanceof TypeError) return STILL_OPEN
    throw error
  }
}

export const meta: Route.MetaFunction = () => [{ title: 'Sign out' }]

/** Asked for by its address, a form asks, because a mere link must not sign a person out. */
export default function SignOut({ loaderData, actionData }: Route.ComponentProps) {
  const { owner } = loaderData
  const [unsent, setUnsent] = useState<string[]>([])
  useEffect(() => {
    if (owner) void outbox.open(owner).then(() => setUnsent(listUnsent()))
  }, [owner, actionData])
  return (
    <Door title="Sign out">
      <ProblemLine answer={actionData} />
      {unsent.length > 0 && (
        <>
          <p role="alert">
            {unsent.length === 1
              ? 'One thing was done here and is not sent yet.'
              : `${unsent.length} things were done here and are not sent yet.`}{' '}
            Signing out throws them away.
          </p>
          <ul style={{ overflowWrap: 'anywhere' }}>
            {unsent.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <Link to="/today">Go back, they are sent when the house answers</Link>
        </>
      )}
      <Form method="post">
        {unsent.length > 0 && <input type="hidden" name="sure" value="" />}
        <Button type="submit" size="md" {...(unsent.length > 0 && { variant: 'default' })}>
          {unsent.length > 0 ? 'Sign out and throw them away' : 'Sign out'}
        </Button>
      </Form>
    </Door>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Door>
      <ErrorView error={error} />
    </Door>
  )
}
