import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { Form, Link, Outlet, redirect } from 'react-router'
import { noticeOf } from '../../answer.ts'
import { renderMarkdown } from '../../markdown.server.ts'
import { orWait } from '../../offline.ts'
import { AddLine } from '../../parts/add-line.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import markdown from '../../parts/markdown.module.css'
import { PageNotice, useNotices } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PhotoInput } from '../../parts/photo-input.tsx'
import { faultOf } from '../../parts/problem.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { keepPhotos } from '../../photos.server.ts'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load, newId } from '../../visit.server.ts'
import type { Route } from './+types/box'
import classes from './boxes.module.css'
import { Flags } from './flags.tsx'
import { actOnBox } from './intents.server.ts'
import { placesToChoose } from './places.server.ts'
import { ThingList } from './thing-list.tsx'
import { actOnThings, boxesToChoose } from './things.server.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { id } = args.params
    const [box, list, boxes, places] = await Promise.all([
      api.getBox({ params: { id } }),
      loadShownRows(args.request, (page) => api.listBoxItems({ query: { boxId: id, ...page } })),
      boxesToChoose(api),
      placesToChoose(api),
    ])
    return { box, list, boxes, places, newId: newId(), notesHtml: box.notes ? renderMarkdown(box.notes) : '' }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    const { id } = args.params
    if (form.get('intent') === 'delete-box') {
      form.set('intent', 'delete')
      form.set('id', id)
      await actOnBox(visitor, form)
      return redirect('/boxes')
    }
    if (form.get('intent') !== 'save') return actOnThings(visitor, id, form)
    const text = (name: string) => String(form.get(name) ?? '').trim() || null
    const [photo] = await keepPhotos(visitor.api, form.getAll('photo'))
    const photoId = photo?.id ?? (form.has('noPhoto') ? null : undefined)
    const body = {
      name: String(form.get('name') ?? ''),
      number: Number(form.get('number')),
      placeId: text('placeId'),
      size: text('size'),
      notes: text('notes'),
      ...(photoId !== undefined && { photoId }),
    }
    await visitor.api.changeBox({ params: { id }, body })
    return redirect(`/boxes/${id}`)
  })

export const clientAction = (args: Route.ClientActionArgs) => orWait(args)

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: loaderData ? `Box ${loaderData.box.number}: ${loaderData.box.name}` : 'Box' },
]

export default function BoxPage({ loaderData, actionData }: Route.ComponentProps) {
  const { box, list, boxes, newId, notesHtml } = loaderData
  return (
    <>
      <PageHeader title={`Box ${box.number}: ${box.name}`}>
        <Link to={`/boxes/labels?from=${box.number}&to=${box.number}`}>Print its label</Link>
      </PageHeader>
      <p className={classes.facts}>
        <span>
          <Link to="/boxes">Boxes</Link>
          {box.placeId && ' › '}
          {box.placeId && <Link to={`/boxes?place=${box.placeId}`}>{box.where.join(' › ')}</Link>}
        </span>
        {box.size && <span>{box.size}</span>}
        <Flags of={box} />
      </p>
      <PageNotice notice={noticeOf(actionData)} />
      {notesHtml && <div className={markdown.markdown} dangerouslySetInnerHTML={{ __html: notesHtml }} />}
      {box.photoId && (
        <a href={`/photos/${box.photoId}`}>
          <img src={`/photos/${box.photoId}`} alt={`What is in box ${box.number}`} className={classes.photo} />
        </a>
      )}
      <AddLine
        firstId={newId}
        action={`/boxes/${box.id}`}
        fields={{ boxId: box.id, box: `box ${box.number}` }}
        label="Pack a thing"
        placeholder="Pack a thing: 3 plates, olive oil #liquid"
      />
      <ThingList things={list.items} boxes={boxes} boxId={box.id} name={`In box ${box.number}`} />
      {list.items.length === 0 && <p className={classes.foot}>Nothing is in it yet.</p>}
      <ShowMore {...list} />
      <ChangeBox {...{ loaderData, actionData }} />
      <Outlet />
    </>
  )
}

function ChangeBox({ loaderData, actionData }: Pick<Route.ComponentProps, 'loaderData' | 'actionData'>) {
  const { box, places } = loaderData
  const { notify } = useNotices()
  const answer = actionData && 'problem' in actionData ? actionData : undefined
  const isFaulty = answer?.problem !== undefined && Object.keys(answer.problem.fields).length > 0
  return (
    <details className={`${fields.more} ${classes.change}`} open={isFaulty}>
      <summary>Change the box</summary>
      <Form method="post" encType="multipart/form-data" className={fields.form} key={box.updatedAt}>
        <div className={fields.pair}>
          <TextInput name="name" label="Name" required defaultValue={box.name} error={faultOf(answer, 'name')} />
          <TextInput
            type="number"
            name="number"
            label="Number"
            required
            min={1}
            defaultValue={box.number}
            error={faultOf(answer, 'number')}
          />
        </div>
        <div className={fields.pair}>
          <NativeSelect name="placeId" label="Place" defaultValue={box.placeId ?? ''}>
            <option value="">None</option>
            {places.map(({ id, path }) => (
              <option key={id} value={id}>
                {path}
              </option>
            ))}
          </NativeSelect>
          <TextInput
            name="size"
            label="Size"
            placeholder="Large, Book, Bag …"
            defaultValue={box.size ?? ''}
            maxLength={60}
            error={faultOf(answer, 'size')}
          />
        </div>
        <Textarea name="notes" label="Notes" description="Markdown" rows={3} defaultValue={box.notes ?? ''} />
        <div className={fields.steps}>
          <PhotoInput name="photo" label={box.photoId ? 'Another photo' : 'Add a photo'} />
          {box.photoId && (
            <label className={classes.tickbox}>
              <input type="checkbox" name="noPhoto" />
              No photo
            </label>
          )}
        </div>
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save">
            Save
          </Button>
          <button
            type="submit"
            name="intent"
            value="delete-box"
            className={`${fields.quietButton} ${fields.push}`}
            data-tone="danger"
            formNoValidate
            onClick={() =>
              notify({
                words: `Deleted box ${box.number}; its things are in none`,
                undo: { action: '/boxes', fields: { intent: 'restore', id: box.id } },
              })
            }
          >
            Delete the box
          </button>
        </div>
      </Form>
    </details>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
