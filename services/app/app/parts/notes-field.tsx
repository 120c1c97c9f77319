import { Textarea } from '@mantine/core'
import fields from './fields.module.css'
import markdown from './markdown.module.css'

/** Notes as they read, and their Markdown to be changed. Without scripts too: `details` opens by itself. */
export function NotesField({ notes, html, fault }: { notes: string | null; html: string; fault?: string | undefined }) {
  const field = (
    <Textarea
      name="notes"
      label="Notes"
      description="Markdown"
      rows={6}
      defaultValue={notes ?? ''}
      error={fault}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        const { form } = event.currentTarget
        form?.requestSubmit(form.querySelector<HTMLButtonElement>('button[value="save"]'))
      }}
    />
  )
  if (!html) return field
  return (
    <div>
      {/* Made by renderMarkdown, which shows raw HTML as text. */}
      <div className={markdown.markdown} dangerouslySetInnerHTML={{ __html: html }} />
      <details className={fields.more}>
        <summary>Change the notes</summary>
        {field}
      </details>
    </div>
  )
}
