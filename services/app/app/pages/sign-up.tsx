import { PASSWORD_LENGTH } from '@ichrisbirch/contract/account'
import { ApiError } from '@ichrisbirch/contract/client'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { Form, Link, redirect, useNavigation, useSearchParams } from 'react-router'
import { addressAfterSignIn, adoptTimeZone, askAuth, passOnCookies } from '../auth.server.ts'
import { ErrorView } from '../parts/error-view.tsx'
import fields from '../parts/fields.module.css'
import { ProblemLine } from '../parts/problem.tsx'
import { pageError, refused, visitContext } from '../visit.server.ts'
import type { Route } from './+types/sign-up'
import { Door } from './sign/door.tsx'
import { TimeZoneField } from './sign/time-zone-field.tsx'

export async function loader({ request, context }: Route.LoaderArgs) {
  try {
    return { ...(await context.get(visitContext).api.getSignUpState()), length: PASSWORD_LENGTH }
  } catch (error) {
    throw pageError(error, request)
  }
}

export async function action({ request, context }: Route.ActionArgs) {
  const visit = context.get(visitContext)
  const form = await request.formData()
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const account = { name: text('name'), email: text('email'), password: String(form.get('password') ?? '') }
  const code = text('code')
  try {
    const headers: Record<string, string> = code ? { 'x-sign-up-code': code } : {}
    const { cookies } = await askAuth(visit, 'POST', 'sign-up/email', account, headers)
    await adoptTimeZone(visit, cookies, text('timeZone'))
    return redirect(addressAfterSignIn(request, visit.config), { headers: passOnCookies(cookies) })
  } catch (error) {
    if (error instanceof ApiError) return refused(error)
    throw error
  }
}

export const meta: Route.MetaFunction = () => [{ title: 'Make an account' }]

export default function SignUp({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { signUp, length } = loaderData
  const [search] = useSearchParams()
  const isSending = useNavigation().state !== 'idle'
  return (
    <Door title="Make an account">
      {signUp === 'closed' ? (
        <p>This house has its account, and takes no more. Ask the person who runs it.</p>
      ) : (
        <Form method="post" className={fields.form}>
          <ProblemLine answer={answer} />
          <TextInput name="name" label="Name" size="md" autoComplete="name" maxLength={100} required autoFocus />
          <TextInput type="email" name="email" label="E-mail" size="md" autoComplete="username" required />
          <PasswordInput
            name="password"
            label="Password"
            description={`At least ${length.min} characters. Length is what counts.`}
            size="md"
            autoComplete="new-password"
            minLength={length.min}
            maxLength={length.max}
            required
          />
          {signUp === 'code' && (
            <TextInput
              name="code"
              label="One-time code"
              description="Printed by ichrisbirch prod start."
              size="md"
              autoComplete="one-time-code"
              required
            />
          )}
          <TimeZoneField />
          <Button type="submit" size="md" loading={isSending}>
            Make the account
          </Button>
        </Form>
      )}
      <p>
        Have one already? <Link to={`/sign-in?${search}`}>Sign in</Link>
      </p>
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
