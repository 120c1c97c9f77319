import type { Box } from '@ichrisbirch/contract/boxes'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form } from 'react-router'
import { renderSVG } from 'uqr'
import { ErrorView } from '../../parts/error-view.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { load } from '../../visit.server.ts'
import type { Route } from './+types/labels'
import { sayFlags } from './flags.tsx'
import classes from './labels.module.css'
import { BOX_VIEWS } from './views.ts'

const MOST_LABELS = 200

/** How many labels a sheet of A4 has, as the sheets that shops sell. */
const SHEETS = [
  { value: '8', name: '8 a sheet, 99 × 67 mm' },
  { value: '24', name: '24 a sheet, 70 × 37 mm' },
]

/** Numbers that no box has yet get a label too: they can be printed before a move. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, config }) => {
    const search = new URL(args.request.url).searchParams
    const from = numberOf(search.get('from')) ?? 1
    const to = Math.min(Math.max(numberOf(search.get('to')) ?? from + 7, from), from + MOST_LABELS - 1)
    const sheet = SHEETS.find(({ value }) => value === search.get('sheet'))?.value ?? '8'
    const { items } = await api.listBoxes({ query: { from, to, limit: MOST_LABELS } })
    const boxes = new Map(items.map((box) => [box.number, box]))
    const labels = Array.from({ length: to - from + 1 }, (_, index) => from + index).map((number) => {
      const qr = renderSVG(new URL(`/boxes/go?code=${number}`, config.APP_ORIGIN).href, { border: 0, ecc: 'M' })
      return { number, qr, box: boxes.get(number) ?? null }
    })
    return { from, to, sheet, labels }
  })

const numberOf = (text: string | null) => (/^[1-9]\d{0,4}$/.test(text ?? '') ? Number(text) : undefined)

export const meta: Route.MetaFunction = () => [{ title: 'Labels' }]

export default function Labels({ loaderData: { from, to, sheet, labels } }: Route.ComponentProps) {
  return (
    <>
      <PageHeader title="Boxes" views={BOX_VIEWS} />
      <Form className={classes.form} key={`${from} ${to} ${sheet}`}>
        <TextInput type="number" name="from" label="From box" min={1} required defaultValue={from} />
        <TextInput type="number" name="to" label="To box" min={1} required defaultValue={to} />
        <NativeSelect className={classes.kind} name="sheet" label="Labels" defaultValue={sheet}>
          {SHEETS.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </NativeSelect>
        <Button type="submit" variant="default">
          Show
        </Button>
        <Button type="button" className={classes.print} onClick={() => print()}>
          Print
        </Button>
      </Form>
      <p className="quiet">
        Printed on A4 without margins, at 100 %. Scanned, a label opens its box; one whose box is not there yet makes
        it.
      </p>
      <div className={classes.sheets}>
        {sheetsOf(labels, Number(sheet)).map((onSheet) => (
          <ol key={onSheet[0]?.number} className={classes.sheet} data-sheet={sheet} aria-label="Labels">
            {onSheet.map((label) => (
              <Label key={label.number} {...label} />
            ))}
          </ol>
        ))}
      </div>
    </>
  )
}

function sheetsOf<Item>(labels: Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(labels.length / size) }, (_, index) =>
    labels.slice(index * size, (index + 1) * size),
  )
}

function Label({ number, qr, box }: { number: number; qr: string; box: Box | null }) {
  return (
    <li className={classes.label}>
      {/* Made here, of our own address and a number. */}
      <span className={classes.qr} aria-hidden dangerouslySetInnerHTML={{ __html: qr }} />
      <span className={classes.words}>
        <strong className="figures">{number}</strong>
        {box && <span className={classes.name}>{box.name}</span>}
        {box && box.where.length > 0 && <small className={classes.where}>{box.where.join(' › ')}</small>}
        {box && <small>{sayFlags(box)}</small>}
      </span>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
