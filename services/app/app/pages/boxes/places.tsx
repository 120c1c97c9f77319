import { NativeSelect, TextInput } from '@mantine/core'
import { Form, Link, useFetcher } from 'react-router'
import { type Answer, noticeOf, useAnswer } from '../../answer.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { PageNotice } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import rows from '../../parts/row.module.css'
import { act, load, newId } from '../../visit.server.ts'
import type { Visitor } from '../../visit.server.ts'
import type { Route } from './+types/places'
import { AddLine } from '../../parts/add-line.tsx'
import classes from './boxes.module.css'
import { type PlaceWithPath, placesToChoose } from './places.server.ts'
import { BOX_VIEWS } from './views.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { items } = await api.listPlaces({ query: { status: 'deleted', limit: 50 } })
    return { places: await placesToChoose(api), deleted: items, newId: newId() }
  })

export const action = (args: Route.ActionArgs) => act(args, actOnPlace)

async function actOnPlace({ api }: Visitor, form: FormData): Promise<Answer> {
  const id = String(form.get('id'))
  const params = { id }
  switch (form.get('intent')) {
    case 'add': {
      const name = String(form.get('line') ?? '')
      await api.createPlace({ body: { id, name } })
      return {
        notice: { words: `Added “${name}”`, undo: { action: '/boxes/places', fields: { intent: 'delete', id } } },
      }
    }
    case 'save': {
      const name = String(form.get('name') ?? '')
      const parentId = String(form.get('parentId') ?? '') || null
      await api.changePlace({ params, body: { name, parentId } })
      return { notice: { words: `Saved “${name}”` } }
    }
    case 'delete':
      await api.deletePlace({ params })
      return {
        notice: { words: 'Deleted the place', undo: { action: '/boxes/places', fields: { intent: 'restore', id } } },
      }
    case 'restore': {
      const place = await api.restorePlace({ params })
      return { notice: { words: `“${place.name}” is back` } }
    }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}

export const meta: Route.MetaFunction = () => [{ title: 'Places' }]

export default function Places({ loaderData, actionData }: Route.ComponentProps) {
  const { places, deleted, newId } = loaderData
  return (
    <>
      <PageHeader title="Boxes" views={BOX_VIEWS} />
      <PageNotice notice={noticeOf(actionData)} />
      <AddLine firstId={newId} action="/boxes/places" label="Add a place" placeholder="Add a place: Garage" />
      {places.length === 0 && (
        <Empty>Places are where boxes stand: a house, a room in it, a shelf in that. Put one into another.</Empty>
      )}
      <ul className={rows.list} aria-label="Places">
        {places.map((place) => (
          <PlaceRow key={`${place.id} ${place.updatedAt}`} place={place} places={places} />
        ))}
      </ul>
      {deleted.length > 0 && (
        <details className={`${fields.more} ${classes.foot}`}>
          <summary>Deleted places</summary>
          <ul>
            {deleted.map(({ id, name }) => (
              <li key={id}>
                <Form method="post" className={rows.line}>
                  <input type="hidden" name="id" value={id} />
                  <span className={rows.name}>{name}</span>
                  <button
                    type="submit"
                    name="intent"
                    value="restore"
                    className={`${rows.action} ${rows.words}`}
                    aria-label={`Restore ${name}`}
                  >
                    Restore
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** One place, as deep as it lies; opened, it can be renamed and put elsewhere. */
function PlaceRow({ place, places }: { place: PlaceWithPath; places: PlaceWithPath[] }) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const others = places.filter(({ id }) => id !== place.id)
  return (
    <li className={rows.row} data-row={place.id} hidden={fetcher.formData?.get('intent') === 'delete'}>
      <details className={classes.place} style={{ paddingLeft: `${Math.min(place.depth, 8) * 20}px` }}>
        <summary className={classes.placeName} data-row-name>
          {place.name}
        </summary>
        <fetcher.Form method="post" action="/boxes/places" className={classes.placeForm}>
          <input type="hidden" name="id" value={place.id} />
          <div className={fields.pair}>
            <TextInput
              name="name"
              aria-label={`Name of ${place.name}`}
              defaultValue={place.name}
              maxLength={200}
              required
            />
            <NativeSelect name="parentId" aria-label={`Where ${place.name} is`} defaultValue={place.parentId ?? ''}>
              <option value="">In nothing</option>
              {others.map(({ id, path }) => (
                <option key={id} value={id}>
                  In {path}
                </option>
              ))}
            </NativeSelect>
          </div>
          <div className={fields.steps}>
            <button type="submit" name="intent" value="save" className={fields.quietButton}>
              Save
            </button>
            <Link to={`/boxes?place=${place.id}`} className={fields.quietButton}>
              Its boxes
            </Link>
            <button
              type="submit"
              name="intent"
              value="delete"
              className={`${fields.quietButton} ${fields.push}`}
              data-tone="danger"
              aria-label={`Delete ${place.name}`}
            >
              Delete
            </button>
          </div>
        </fetcher.Form>
      </details>
    </li>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
