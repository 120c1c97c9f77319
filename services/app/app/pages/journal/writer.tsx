import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Form, useFetcher, useNavigate } from 'react-router'
import type { Answer } from '../../answer.ts'
import fields from '../../parts/fields.module.css'
import { useNotices } from '../../parts/notice.tsx'
import { PhotoInput } from '../../parts/photo-input.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import type { Standing } from './autosave.ts'
import { type Draft, isSameDraft } from './drafts.ts'
import entryClasses from './entry.module.css'
import { MoodField } from './mood.tsx'
import { moodOf } from './mood-of.ts'
import { KeptPhotos } from './kept-photos.tsx'
import { sendPhotos } from './send-draft.ts'
import { useAutosave } from './use-autosave.ts'
import classes from './write.module.css'

type WriteAnswer = Answer & { html?: string; gathered?: string }

interface WriterProps {
  id: string
  draft: Draft
  /** It was typed here before, and never sent. */
  isUnsent: boolean
  base: string
  answer: WriteAnswer | undefined
}

/**
 * The form of an entry. Its fields hold what is typed, so that it works without scripts; with them every change is kept
 * in the browser and sent after a pause, and Save only waits for that.
 */
export function Writer({ id, draft, isUnsent, base, answer }: WriterProps) {
  const form = useRef<HTMLFormElement>(null)
  const text = useRef<HTMLTextAreaElement>(null)
  const { autosave, standing } = useAutosave(id, base)
  const [photos, setPhotos] = useState(draft.photos)
  const { notify } = useNotices()
  const navigate = useNavigate()
  const fetcher = useFetcher<WriteAnswer>()
  const changed = () => form.current && autosave.changed(draftIn(form.current))
  const html = fetcher.data?.html ?? answer?.html

  const save = async () => {
    // Typed before the scripts were there, it was seen by nobody.
    if (standing.kind === 'still' && form.current && !isSameDraft(draftIn(form.current), draft)) changed()
    else if (standing.kind === 'still' && base === '') return text.current?.focus()
    if (await autosave.flush()) await navigate(`/journal/${id}`)
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
    if (!form.current || !button || button.value === 'save') return void save()
    const asked = new FormData(form.current)
    asked.delete('photos')
    asked.set('intent', button.value)
    void fetcher.submit(asked, { method: 'post' })
  }

  useEffect(() => {
    const gathered = fetcher.data?.gathered
    if (gathered === undefined || !text.current) return
    if (gathered === '') return notify({ words: 'The house knows of nothing that this day held.' })
    text.current.value = [text.current.value.trim(), gathered].filter(Boolean).join('\n\n')
    text.current.focus()
    changed()
    // For each answer once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [fetcher.data])
  useEffect(() => {
    // Photos that came are in the form now; words that were never sent are on their way.
    if (isUnsent || photos !== draft.photos) changed()
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [photos])

  const addPhotos = async (chosen: File[]) => {
    const sent = await sendPhotos(chosen)
    if ('ids' in sent) setPhotos((before) => [...before, ...sent.ids])
    else notify({ words: sent.problem, tone: 'problem' })
  }
  return (
    <Form
      ref={form}
      method="post"
      encType="multipart/form-data"
      className={classes.form}
      onInput={changed}
      onSubmit={onSubmit}
    >
      <input type="hidden" name="base" value={base} />
      <ProblemLine answer={fetcher.data?.problem ? fetcher.data : answer} />
      <div className={classes.top}>
        <TextInput
          type="date"
          name="day"
          label="Day"
          required
          defaultValue={draft.day}
          error={faultOf(answer, 'day')}
        />
        <MoodField chosen={moodOf(draft.mood)} />
      </div>
      <div>
        <label htmlFor="text" className="mantine-InputWrapper-label">
          Text
        </label>
        <textarea
          ref={text}
          id="text"
          name="text"
          className={classes.text}
          rows={12}
          maxLength={200_000}
          placeholder="What was this day like?"
          defaultValue={draft.text}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            void save()
          }}
        />
        <div className={classes.under}>
          <button type="submit" name="intent" value="gather" className={fields.quietButton}>
            Add what this day held
          </button>
          <button type="submit" name="intent" value="preview" className={fields.quietButton}>
            Preview
          </button>
          <span className="quiet">Markdown</span>
        </div>
      </div>
      {html !== undefined && (
        <section className={classes.preview} aria-label="Preview">
          {/* Made by renderMarkdown, which shows raw HTML as text. */}
          <div className={entryClasses.text} dangerouslySetInnerHTML={{ __html: html || '<p>Nothing yet.</p>' }} />
        </section>
      )}
      <TextInput
        name="tags"
        label="Tags"
        description="With commas between them"
        autoComplete="off"
        defaultValue={draft.tags}
        error={faultOf(answer, 'tags')}
      />
      <KeptPhotos ids={photos} />
      <PhotoInput name="photos" label="Add photos" multiple onReady={(chosen) => void addPhotos(chosen)} />
      <div className={classes.foot}>
        <Button type="submit" name="intent" value="save" loading={standing.kind === 'sending'}>
          Save
        </Button>
        <StandingLine standing={standing} />
      </div>
    </Form>
  )
}

const WORDS: Partial<Record<Standing['kind'], string>> = {
  typing: 'Kept on this device …',
  sending: 'Saving …',
  sent: 'Saved',
}

/** Where what was typed stands. */
function StandingLine({ standing }: { standing: Standing }) {
  const { kind, message } = standing
  return (
    <p className={classes.standing} data-fault={message ? true : undefined} role="status">
      {WORDS[kind] ?? message}
      {kind === 'conflict' && (
        <>
          {' Yours is kept on this device. '}
          <button type="button" className={classes.link} onClick={() => window.location.reload()}>
            Show both
          </button>
        </>
      )}
    </p>
  )
}

function draftIn(form: HTMLFormElement): Draft {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '')
  return {
    day: text('day'),
    text: text('text'),
    mood: text('mood'),
    tags: text('tags'),
    photos: data.getAll('photo').map(String),
  }
}
