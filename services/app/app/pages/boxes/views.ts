import { FLAGS, type Flag } from '@ichrisbirch/contract/box-flags'

export const BOX_VIEWS = [
  { to: '/boxes', name: 'Boxes' },
  { to: '/boxes/places', name: 'Places' },
  { to: '/boxes/labels', name: 'Labels' },
]

/** Which boxes are listed. */
export interface Filter {
  status: 'current' | 'deleted'
  flag?: Flag
  placeId?: string
}

export const NO_FILTER: Filter = { status: 'current' }

export function filterOf(search: URLSearchParams): Filter {
  const flag = FLAGS.find((each) => each === search.get('flag'))
  const placeId = search.get('place')
  const status = search.has('deleted') ? 'deleted' : 'current'
  return { status, ...(flag && { flag }), ...(placeId && { placeId }) }
}
