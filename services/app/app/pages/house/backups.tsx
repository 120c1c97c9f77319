import type { Backup } from '@ichrisbirch/contract/backups'
import { At } from '../../parts/day.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { ShowMore } from '../../parts/show-more.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/backups'
import classes from './house.module.css'
import { HOUSE_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, config }) => {
    const list = await loadShownRows(args.request, (page) => api.listBackups({ query: page }))
    return { list, apiOrigin: config.API_ORIGIN }
  })

export const meta: Route.MetaFunction = () => [{ title: 'Backups' }]

export default function Backups({ loaderData: { list, apiOrigin } }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="House" views={HOUSE_VIEWS} />
      {list.items.length === 0 ? (
        <Empty>
          Every night the house is backed up and the newest backup is restored beside it, to prove that it can be. The
          backups stand here. There are none yet.
        </Empty>
      ) : (
        <ul className={rows.list} aria-label="Backups">
          {list.items.map((backup) => (
            <BackupRow key={backup.id} backup={backup} apiOrigin={apiOrigin} />
          ))}
        </ul>
      )}
      <ShowMore {...list} />
    </>
  )
}

const PLACES = { volume: 'on this machine', s3: 'in S3' }

function BackupRow({ backup, apiOrigin }: { backup: Backup; apiOrigin: string }) {
  const { id, name, madeAt, bytes, place, encrypted } = backup
  return (
    <li className={rows.row} data-row={id}>
      <div className={classes.entry}>
        <span className={classes.words}>
          <span title={name}>
            <At at={madeAt} />
          </span>
          <span className="quiet">
            {`${sayBytes(bytes)} ${PLACES[place]}${encrypted ? ', encrypted' : ''} · `}
            <Worth backup={backup} />
          </span>
        </span>
        {/* The API's own answer: hundreds of megabytes need not pass through this server. From S3 the terminal fetches. */}
        {place === 'volume' && (
          <a href={new URL(`/backups/${id}/file/`, apiOrigin).href} className={`${rows.action} ${rows.words}`} download>
            Download
          </a>
        )}
      </div>
    </li>
  )
}

/** Whether it could be restored when that was last tried. */
function Worth({ backup: { fault, verifiedAt } }: { backup: Backup }) {
  if (fault) return <span className={rows.overdue}>cannot be restored: {fault}</span>
  if (!verifiedAt) return <>not verified yet</>
  return (
    <span className={rows.done}>
      verified <At at={verifiedAt} />
    </span>
  )
}

function sayBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return `${value.toFixed(value < 10 && step > 0 ? 1 : 0)} ${units[step]}`
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
