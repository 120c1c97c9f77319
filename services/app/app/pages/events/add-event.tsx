import { Button } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { QUICK_ADD_ID } from '../../frame/focus-quick-add.ts'

/** Opens the drawer of a new event, on a day when one is chosen; closed, it leads back here. */
export function AddEvent({ day }: { day?: string | undefined }) {
  const { pathname, search } = useLocation()
  return (
    <Button
      component={Link}
      to={day ? `/events/new?day=${day}` : '/events/new'}
      state={{ from: `${pathname}${search}` }}
      id={QUICK_ADD_ID}
      preventScrollReset
    >
      Add an event
    </Button>
  )
}
