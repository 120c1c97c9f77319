import { Form, Link } from 'react-router'
import { useFrame } from '../frame/use-frame.ts'
import { menuOf } from '../pages.ts'
import { PageHeader } from '../parts/page-header.tsx'
import rows from '../parts/row.module.css'
import type { Route } from './+types/more'

export const meta: Route.MetaFunction = () => [{ title: 'More' }]

/** On a phone: every page that has no place at the foot. */
export default function More() {
  const { account, chatOrigin } = useFrame()
  const places = [
    ...menuOf(account).map(({ name, to }) => ({ name, to })),
    { name: 'Tags', to: '/tags' },
    { name: 'Completed tasks', to: '/tasks/completed' },
    { name: 'Deleted tasks', to: '/tasks/deleted' },
  ]
  return (
    <>
      <PageHeader title="More" />
      <ul className={rows.list} aria-label="Pages">
        <li className={rows.row}>
          <a href={chatOrigin} className={rows.name}>
            Chat
          </a>
        </li>
        {places.map(({ name, to }) => (
          <li key={to} className={rows.row}>
            <Link to={to} className={rows.name}>
              {name}
            </Link>
          </li>
        ))}
        <li className={rows.row}>
          <Form method="post" action="/sign-out" className={rows.line}>
            <button
              type="submit"
              className={rows.name}
              style={{ border: 0, background: 'none', textAlign: 'left', cursor: 'pointer' }}
            >
              Sign out
            </button>
            <span className={rows.facts}>
              <span className={rows.fact}>{account.email}</span>
            </span>
          </Form>
        </li>
      </ul>
    </>
  )
}
