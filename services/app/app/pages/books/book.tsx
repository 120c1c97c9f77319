import { readIsbn } from '@ichrisbirch/contract/isbn'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, redirect, useLocation, useNavigation } from 'react-router'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { Choices } from '../../parts/choices.tsx'
import { Moment } from '../../parts/day.tsx'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { useNotices } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { act, load, newId } from '../../visit.server.ts'
import type { Route } from './+types/book'
import { type BookDraft, draftOf, newDraft, saveBook } from './draft.server.ts'
import { actOnBook } from './intents.server.ts'
import { ReadingsField } from './readings-field.tsx'
import { ReviewField } from './review-field.tsx'
import { StarsField } from './stars.tsx'

/** `new` is a book that is not there yet; the address may bring its ISBN. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const { id } = args.params
    if (id === 'new') {
      const isbn = readIsbn(new URL(args.request.url).searchParams.get('isbn') ?? '') ?? ''
      const [there] = isbn ? (await api.listBooks({ query: { isbn, limit: 1 } })).items : []
      if (there) throw redirect(`/books/${there.id}`)
      const { book: known } = isbn ? await api.lookUpBook({ query: { isbn } }) : { book: null }
      return { book: null, draft: newDraft(isbn, known), isLookedUp: known !== null, reviewHtml: '', newId: newId() }
    }
    const book = await api.getBook({ params: { id } })
    return {
      book,
      draft: draftOf(book),
      isLookedUp: false,
      reviewHtml: book.review ? renderMarkdown(book.review) : '',
      newId: '',
    }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    const { id } = args.params
    if (form.get('intent') === 'save') {
      const refused = await saveBook(visitor, id, form)
      if (refused) return refused
    } else {
      form.set('id', id)
      await actOnBook(visitor, form)
    }
    const search = new URL(args.request.url).searchParams
    search.delete('isbn')
    return redirect(`/books${search.size ? `?${search}` : ''}`)
  })

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function BookDrawer({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { book, draft, isLookedUp, reviewHtml, newId } = loaderData
  const { search } = useLocation()
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  const { notify } = useNotices()
  const closeTo = book ? `/books${search}` : '/books'
  return (
    <Drawer title={book ? `Book: ${book.title}` : 'New book'} closeTo={closeTo}>
      <Form method="post" className={fields.form} key={book?.updatedAt ?? 'new'} preventScrollReset>
        <input type="hidden" name="newId" value={newId} />
        <input type="hidden" name="before" value={draft.standing} />
        <NameField value={draft.title} fault={faultOf(answer, 'title')} placeholder="The book’s title" />
        <ProblemLine answer={answer} />
        {isLookedUp && <p className="quiet">Filled in from the catalogue: change what is not right, then save.</p>}
        <Choices name="shelf" label="Shelf" choices={SHELF_CHOICES} chosen={draft.shelf} />
        {draft.shelf === 'reading' && (
          <TextInput
            type="number"
            name="page"
            label={draft.pages ? `Page reached, of ${draft.pages}` : 'Page reached'}
            defaultValue={draft.page}
            min={1}
            error={faultOf(answer, 'page')}
          />
        )}
        <StarsField rating={draft.rating} />
        <BookFields draft={draft} answer={answer} />
        <ReviewField review={draft.review} html={reviewHtml} fault={faultOf(answer, 'review')} />
        <ReadingsField readings={draft.readings} fault={faultOf(answer, 'readings')} />
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          {book && (
            <button
              type="submit"
              name="intent"
              value="delete"
              className={`${fields.quietButton} ${fields.push}`}
              data-tone="danger"
              onClick={() =>
                notify({
                  words: `Deleted “${book.title}”`,
                  undo: { action: '/books', fields: { intent: 'restore', id: book.id } },
                })
              }
            >
              Delete
            </button>
          )}
        </div>
        {book && (
          <p className={fields.facts}>
            Added <Moment at={`${book.addedDay}T12:00:00Z`} />
          </p>
        )}
      </Form>
    </Drawer>
  )
}

const SHELF_CHOICES = [
  { value: 'to_read', name: 'To read' },
  { value: 'reading', name: 'Reading' },
  { value: 'read', name: 'Read' },
  { value: 'dropped', name: 'Dropped' },
]

function BookFields({ draft, answer }: { draft: BookDraft; answer: Route.ComponentProps['actionData'] }) {
  return (
    <>
      <TextInput name="author" label="Author" defaultValue={draft.author} error={faultOf(answer, 'author')} />
      <TextInput
        name="isbn"
        label="ISBN"
        defaultValue={draft.isbn}
        error={faultOf(answer, 'isbn')}
        inputMode="text"
        autoComplete="off"
      />
      <div className={fields.pair}>
        <TextInput
          type="number"
          name="pages"
          label="Pages"
          defaultValue={draft.pages ?? ''}
          min={1}
          error={faultOf(answer, 'pages')}
        />
        <TextInput
          type="number"
          name="year"
          label="Year"
          defaultValue={draft.year ?? ''}
          error={faultOf(answer, 'year')}
        />
      </div>
      <TextInput
        name="tags"
        label="Tags"
        description="Separated by commas"
        defaultValue={draft.tags}
        error={faultOf(answer, 'tags')}
      />
      <div className={fields.pair}>
        <NativeSelect name="ownership" label="Copy" defaultValue={draft.ownership}>
          <option value="">Not mine</option>
          <option value="owned">Owned</option>
          <option value="lent">Lent</option>
          <option value="wanted">Wanted</option>
        </NativeSelect>
        <TextInput name="lentTo" label="Lent to" defaultValue={draft.lentTo} error={faultOf(answer, 'lentTo')} />
      </div>
    </>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const { search } = useLocation()
  return (
    <Drawer title="Book" closeTo={`/books${search}`}>
      <ErrorView error={error} />
    </Drawer>
  )
}
