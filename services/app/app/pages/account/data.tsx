import { Button, Checkbox } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useRevalidator } from 'react-router'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { useNotices } from '../../parts/notice.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import type { Route } from './+types/data'
import { ACCOUNT_VIEWS } from './views.ts'

export const meta: Route.MetaFunction = () => [{ title: 'Your data' }]

/** Everything out of the house, and into it. */
export default function Data() {
  return (
    <>
      <PageHeader title="Account" views={ACCOUNT_VIEWS} />
      <section className={`${fields.form} ${fields.narrow}`}>
        <h2>Take everything with you</h2>
        <p>
          One file with all that you keep here: as JSON for another house, as CSV for spreadsheets, and your photos.
          Your password and keys are not in it.
        </p>
        <div>
          <Button component="a" href="/account/archive" download>
            Export everything
          </Button>
        </div>
      </section>
      <Import />
    </>
  )
}

function Import() {
  const { isSending, fault, send } = useImport()
  return (
    <form className={`${fields.section} ${fields.narrow}`} style={{ marginTop: 24 }} onSubmit={send}>
      <h2>Bring everything back</h2>
      <p>An archive comes in whole or not at all, and needs an account that has nothing yet.</p>
      {fault && (
        <p className={fields.problem} role="alert">
          {fault}
        </p>
      )}
      <label>
        Archive (.tar.gz)
        <br />
        <input type="file" name="archive" className={fields.file} accept=".gz,application/gzip" required />
      </label>
      <Checkbox name="replace" label="Replace what I have here" description="It cannot be undone: export it first." />
      <div>
        <Button type="submit" variant="default" loading={isSending}>
          Import
        </Button>
      </div>
      <noscript>
        <p>
          This needs scripts: an archive may be larger than a form can carry. On the command line: ichrisbirch data
          import
        </p>
      </noscript>
    </form>
  )
}

function useImport() {
  const { notify } = useNotices()
  const { revalidate } = useRevalidator()
  const [isSending, setSending] = useState(false)
  const [fault, setFault] = useState<string>()

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const chosen = new FormData(form)
    setFault(undefined)
    setSending(true)
    sendArchive(chosen.get('archive') as File, chosen.has('replace'))
      .then((records) => {
        form.reset()
        notify({ words: `Everything is here: ${records} records` })
        return revalidate()
      })
      .catch((error: Error) => setFault(error.message))
      .finally(() => setSending(false))
  }
  return { isSending, fault, send }
}

/** @returns how many records it has. @throws with the API's words. */
async function sendArchive(archive: File, replace: boolean): Promise<number> {
  const answer = await fetch(`/account/archive?replace=${replace}`, { method: 'POST', body: archive })
  const said = (await answer.json()) as { records?: number; detail?: string; errors?: { message: string }[] }
  if (answer.ok) return said.records ?? 0
  throw new Error(said.errors?.[0]?.message ?? said.detail ?? 'It cannot be taken in.')
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorView error={error} />
}
