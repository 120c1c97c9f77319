import { PASSWORD_LENGTH } from '@ichrisbirch/contract/account'
import { Button, Checkbox, PasswordInput } from '@mantine/core'
import { data, Form, useNavigation } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { askAuth, passOnCookies } from '../../auth.server.ts'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { PageHeader } from '../../parts/page-header.tsx'
import { ProblemLine } from '../../parts/problem.tsx'
import { act } from '../../visit.server.ts'
import type { Route } from './+types/password'
import { ACCOUNT_VIEWS } from './views.ts'

export const loader = () => ({ length: PASSWORD_LENGTH })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    const { cookies } = await askAuth(visitor, 'POST', 'change-password', {
      currentPassword: String(form.get('currentPassword')),
      newPassword: String(form.get('newPassword')),
      revokeOtherSessions: form.has('everywhere'),
    })
    const answer: Answer = { notice: { words: 'Your password is changed' } }
    return data(answer, { headers: passOnCookies(cookies) })
  })

export const meta: Route.MetaFunction = () => [{ title: 'Password' }]

export default function Password({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { length } = loaderData
  const isSaving = useNavigation().state === 'submitting'
  useAnswer(answer && noticeOf(answer) ? answer : undefined)
  const isDone = Boolean(answer && 'notice' in answer)
  return (
    <>
      <PageHeader title="Account" views={ACCOUNT_VIEWS} />
      <Form method="post" className={`${fields.form} ${fields.narrow}`} key={isDone ? 'done' : 'form'}>
        <ProblemLine answer={answer} />
        <PasswordInput name="currentPassword" label="Password now" autoComplete="current-password" required />
        <PasswordInput
          name="newPassword"
          label="New password"
          description={`At least ${length.min} characters. Length is what counts.`}
          autoComplete="new-password"
          minLength={length.min}
          maxLength={length.max}
          required
        />
        <Checkbox name="everywhere" label="Sign out everywhere else" defaultChecked />
        <div className={fields.steps}>
          <Button type="submit" loading={isSaving}>
            Change the password
          </Button>
        </div>
      </Form>
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
