import { data } from 'react-router'

export const loader = () => {
  throw data(null, { status: 404 })
}

/** Only an address that means nothing comes here; the root's error view says so. */
export default function NotFound() {
  return null
}
