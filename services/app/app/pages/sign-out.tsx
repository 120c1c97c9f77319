import { Button } from '@mantine/core'
import { Form, redirect } from 'react-router'
import { askAuth, passOnCookies } from '../auth.server.ts'
import { ErrorView } from '../parts/error-view.tsx'
import { visitContext } from '../visit.server.ts'
import type { Route } from './+types/sign-out'
import { Door } from './sign/door.tsx'

export async function action({ context }: Route.ActionArgs) {
  const { cookies } = await askAuth(context.get(visitContext), 'POST', 'sign-out')
  return redirect('/sign-in', { headers: passOnCookies(cookies) })
}

export const meta: Route.MetaFunction = () => [{ title: 'Sign out' }]

/** Somebody typed the address: a form asks, because a mere link must not sign a person out. */
export default function SignOut() {
  return (
    <Door title="Sign out">
      <Form method="post">
        <Button type="submit" size="md">
          Sign out
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
