import { ApiError } from '@ichrisbirch/contract/client'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { Form, Link, redirect, useNavigation, useSearchParams } from 'react-router'
import { addressAfterSignIn, adoptTimeZone, askAuth, passOnCookies } from '../auth.server.ts'
import { ErrorView } from '../parts/error-view.tsx'
import fields from '../parts/fields.module.css'
import { ProblemLine } from '../parts/problem.tsx'
import { pageError, refused, visitContext } from '../visit.server.ts'
import type { Route } from './+types/sign-in'
import { Door } from './sign/door.tsx'
import { TimeZoneField } from './sign/time-zone-field.tsx'

export async function loader({ request, context }: Route.LoaderArgs) {
  try {
    return await context.get(visitContext).api.getSignUpState()
  } catch (error) {
    throw pageError(error, request)
  }
}

export async function action({ request, context }: Route.ActionArgs) {
  const visit = context.get(visitContext)
  const form = await request.formData()
  const [email, password] = [String(form.get('email') ?? '').trim(), String(form.get('password') ?? '')]
  try {
    const { cookies } = await askAuth(visit, 'POST', 'sign-in/email', { email, password })
    await adoptTimeZone(visit, cookies, String(form.get('timeZone') ?? ''))
    return redirect(addressAfterSignIn(request, visit.config), { headers: passOnCookies(cookies) })
  } catch (error) {
    if (error instanceof ApiError) return refused(error)
    throw error
  }
}

export const meta: Route.MetaFunction = () => [{ title: 'Sign in' }]

export default function SignIn({ loaderData, actionData: answer }: Route.ComponentProps) {
  const [search] = useSearchParams()
  const isSending = useNavigation().state !== 'idle'
  return (
    <Door title="Sign in">
      <Form method="post" className={fields.form}>
        <ProblemLine answer={answer} />
        <TextInput type="email" name="email" label="E-mail" size="md" autoComplete="username" required autoFocus />
        <PasswordInput name="password" label="Password" size="md" autoComplete="current-password" required />
        <TimeZoneField />
        <Button type="submit" size="md" loading={isSending}>
          Sign in
        </Button>
      </Form>
      {loaderData.signUp !== 'closed' && (
        <p>
          New here? <Link to={`/sign-up?${search}`}>Make an account</Link>
        </p>
      )}
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
