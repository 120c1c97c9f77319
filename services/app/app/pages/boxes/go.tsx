import { readBoxCode } from '@ichrisbirch/contract/boxes'
import { Button, TextInput } from '@mantine/core'
import { Form, Link, redirect } from 'react-router'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { PageHeader } from '../../parts/page-header.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { act, load, newId } from '../../visit.server.ts'
import type { Route } from './+types/go'

/** Where a label leads: to its box, or to making the box of a label that was printed before it. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const code = new URL(args.request.url).searchParams.get('code') ?? ''
    const number = readBoxCode(code)
    if (number === undefined) return { code, number: null, newId: '' }
    const [box] = (await api.listBoxes({ query: { from: number, to: number } })).items
    if (box) throw redirect(`/boxes/${box.id}`)
    return { code, number, newId: newId() }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    const number = Number(form.get('number'))
    const { id } = await api.createBox({
      body: { id: String(form.get('id')), number, name: String(form.get('name') ?? '') },
    })
    return redirect(`/boxes/${id}`)
  })

export const meta: Route.MetaFunction = () => [{ title: 'Open a box' }]

export default function GoToBox({ loaderData: { code, number, newId }, actionData }: Route.ComponentProps) {
  if (number === null)
    return (
      <>
        <PageHeader title="Open a box" />
        <Form className={`${fields.form} ${fields.narrow}`}>
          {code && <p>“{code}” is no number of a box.</p>}
          <TextInput name="code" label="Number of the box" inputMode="numeric" autoComplete="off" required />
          <div className={fields.steps}>
            <Button type="submit">Open</Button>
            <Link to="/boxes" className={fields.quietButton}>
              All boxes
            </Link>
          </div>
        </Form>
      </>
    )
  return (
    <>
      <PageHeader title={`Box ${number} is new`} />
      <Form method="post" className={`${fields.form} ${fields.narrow}`}>
        <p className="quiet">Its label is printed, and nothing is said of it yet.</p>
        <ProblemLine answer={actionData} />
        <input type="hidden" name="id" value={newId} />
        <input type="hidden" name="number" value={number} />
        <TextInput name="name" label="What it holds" required maxLength={200} error={faultOf(actionData, 'name')} />
        <div className={fields.steps}>
          <Button type="submit">Make box {number}</Button>
          <Link to="/boxes" className={fields.quietButton}>
            All boxes
          </Link>
        </div>
      </Form>
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
