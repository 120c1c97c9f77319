import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { askWhetherAway, isHouseAway, setHouseAway } from '../frame/connection.ts'
import type { Route } from './+types/offline'
import { Door } from './sign/door.tsx'

export const meta: Route.MetaFunction = () => [{ title: 'No connection' }]

const LOOK_MS = 4000

/** What is offered when the page that was asked for is not kept. */
const PLACES = [
  { name: 'Today', to: '/today' },
  { name: 'Tasks', to: '/tasks' },
  { name: 'Habits', to: '/habits' },
  { name: 'Journal', to: '/journal' },
]

/**
 * The document that the service worker answers with when the house does not: the same for everybody, with nothing of
 * anybody in it. `?to=` is the page that was asked for, which is drawn from what this device has kept of it.
 */
export default function Offline() {
  const navigate = useNavigate()
  const [kept, setKept] = useState<typeof PLACES>()

  useEffect(() => {
    setHouseAway(true)
    const to = addressAskedFor()
    const look = () => void goWhenItAnswers()
    void open()
    // A network that is there again is not yet a house that answers.
    const timer = setInterval(look, LOOK_MS)
    window.addEventListener('online', look)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', look)
    }

    async function goWhenItAnswers() {
      await askWhetherAway()
      if (!isHouseAway()) window.location.replace(to)
    }

    async function open() {
      if (await isKept(to)) return navigate(to, { replace: true })
      const areKept = await Promise.all(PLACES.map((place) => isKept(place.to)))
      setKept(PLACES.filter((_, index) => areKept[index]))
    }
  }, [navigate])

  // Until it is known whether the page is kept there is nothing to say.
  if (!kept) return <Door>{null}</Door>
  return (
    <Door title="No connection">
      <p>
        {kept.length > 0
          ? 'The house does not answer, and this device has not kept that page.'
          : 'The house does not answer, and this device has kept nothing of it.'}
      </p>
      {kept.length > 0 && (
        <p style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 20px' }}>
          {kept.map(({ name, to }) => (
            <Link key={to} to={to}>
              {name}
            </Link>
          ))}
        </p>
      )}
      <Button size="md" onClick={() => window.location.replace(addressAskedFor())}>
        Try again
      </Button>
    </Door>
  )
}

/** A page of ours, and never another site. */
function addressAskedFor(): string {
  const { search, hash } = window.location
  const to = new URLSearchParams(search).get('to') ?? '/'
  if (!/^\/(?![/\\])/.test(to) || to === '/') return `/today${hash}`
  return to + hash
}

/** Asks what the service worker has kept: it answers for no page that it has not. */
async function isKept(page: string): Promise<boolean> {
  if (!('caches' in window)) return false
  const { pathname, search } = new URL(page, window.location.origin)
  return (await caches.match(`${pathname}.data${search}`, { ignoreVary: true })) !== undefined
}
