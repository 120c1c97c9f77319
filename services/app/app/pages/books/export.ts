import { load } from '../../visit.server.ts'
import type { Route } from './+types/export'

/** The file of all books. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const { csv } = await api.exportBooks()
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="books-${account.today}.csv"`,
        'cache-control': 'no-store',
      },
    })
  })
