import '@fontsource-variable/source-serif-4/wght.css'
import { ApiError } from '@ichrisbirch/contract/client'
import { isDay } from '@ichrisbirch/contract/days'
import { deedsInMarkdown } from '@ichrisbirch/contract/journal'
import { useEffect, useState } from 'react'
import { Link, redirect } from 'react-router'
import { useFrame } from '../../frame/use-frame.ts'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { outbox } from '../../outbox/use-outbox.ts'
import { ErrorView } from '../../parts/error-view.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/write'
import { readDraft, saveEntry } from './draft.server.ts'
import { type Draft, forgetDraft, isBegunHere, isSameDraft, readStoredDraft, type StoredDraft } from './drafts.ts'
import entryClasses from './entry.module.css'
import classes from './write.module.css'
import { Writer } from './writer.tsx'

/** The entry as it is; one that is not there yet begins with the day of the address, or today. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const entry = await api.getJournalEntry({ params: { id: args.params.id } }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'not_found') return undefined
      throw error
    })
    const day = new URL(args.request.url).searchParams.get('day') ?? ''
    const draft: Draft = {
      day: entry?.day ?? (isDay(day) ? day : account.today),
      text: entry?.text ?? '',
      mood: entry?.mood ?? '',
      tags: entry?.tags.join(', ') ?? '',
      photos: entry?.photos.map(({ id }) => id) ?? [],
    }
    return { id: args.params.id, draft, base: entry?.updatedAt ?? '' }
  })

/** Without a connection an entry that begins here is an empty page; any other one is not there. */
export async function clientLoader({ request, params: { id }, serverLoader }: Route.ClientLoaderArgs) {
  try {
    return await serverLoader()
  } catch (error) {
    if (!(error instanceof TypeError) || !isBegunHere(outbox.owner ?? '', id)) throw error
    const asked = new URL(request.url).searchParams.get('day') ?? ''
    const day = isDay(asked) ? asked : new Intl.DateTimeFormat('en-CA').format(new Date())
    const draft: Draft = { day, text: '', mood: '', tags: '', photos: [] }
    return { id, draft, base: '' }
  }
}

export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => {
    const { id } = args.params
    const intent = form.get('intent')
    if (intent === 'save') {
      await saveEntry(api, id, await readDraft(api, form), String(form.get('base') ?? ''))
      return redirect(`/journal/${id}`)
    }
    const draft = await readDraft(api, form)
    if (intent === 'preview') return { draft, html: renderMarkdown(draft.text) }
    const { deeds } = await api.gatherJournalDay({ query: { day: draft.day } })
    const gathered = deedsInMarkdown(deeds)
    return { draft: { ...draft, text: [draft.text.trim(), gathered].filter(Boolean).join('\n\n') }, gathered }
  })

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

/** What a page already holds is not asked for again while somebody types in it. */
export const shouldRevalidate = () => false

export const meta: Route.MetaFunction = () => [{ title: 'Write' }]

export default function Write({ loaderData, actionData }: Route.ComponentProps) {
  const answer = actionData && 'draft' in actionData ? actionData : undefined
  const { id, base } = loaderData
  const { start, left, takeUp, forget } = useStart(id, answer?.draft ?? loaderData.draft, base)
  return (
    <div className={entryClasses.page}>
      <header className={entryClasses.header}>
        <Link to={base ? `/journal/${id}` : '/journal'} className={entryClasses.back}>
          {base ? 'Entry' : 'Journal'}
        </Link>
        <h1>{base ? 'Change the entry' : 'Write'}</h1>
      </header>
      {left && (
        <div className={classes.left} role="status">
          <p>
            This device holds words that were never sent, and the entry was changed elsewhere since: “
            {left.draft.text.slice(0, 80)} …”
          </p>
          <button type="button" onClick={takeUp}>
            Put them below
          </button>
          <button type="button" onClick={forget}>
            Forget them
          </button>
        </div>
      )}
      <Writer key={`${id} ${start.number}`} id={id} base={base} {...start} answer={actionData} />
    </div>
  )
}

/**
 * What the form begins with: the entry, or what was typed here and never sent. Only the browser knows of that, after the
 * page is there; the form then begins anew with it.
 */
function useStart(id: string, entry: Draft, base: string) {
  const { account } = useFrame()
  const [start, setStart] = useState({ draft: entry, isUnsent: false, number: 0 })
  const [left, setLeft] = useState<StoredDraft>()
  const begin = (draft: Draft) => setStart(({ number }) => ({ draft, isUnsent: true, number: number + 1 }))
  const forget = () => {
    forgetDraft(account.id, id)
    setLeft(undefined)
  }

  useEffect(() => {
    const stored = readStoredDraft(account.id, id)
    if (!stored) return
    if (isSameDraft(stored.draft, entry)) forgetDraft(account.id, id)
    else if (stored.base === base) begin(stored.draft)
    else setLeft(stored)
    // Once for an entry: from then on the form knows more than the server.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [account.id, id])

  return {
    start,
    left,
    forget,
    takeUp: () => {
      if (!left) return
      const { draft } = left
      const photos = [...new Set([...entry.photos, ...draft.photos])]
      begin({ ...entry, text: `${entry.text}\n\n${draft.text}`.trim(), photos })
      setLeft(undefined)
    },
  }
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
