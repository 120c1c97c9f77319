import { Textarea } from '@mantine/core'
import fields from '../../parts/fields.module.css'
import markdown from '../../parts/markdown.module.css'

/** A review as it reads, and its Markdown to be changed. */
export function ReviewField(props: { review: string | null; html: string; fault?: string | undefined }) {
  const field = (
    <Textarea
      name="review"
      label="Review"
      description="Markdown"
      rows={5}
      defaultValue={props.review ?? ''}
      error={props.fault}
    />
  )
  if (!props.html) return field
  return (
    <div>
      {/* Made by renderMarkdown, which shows raw HTML as text. */}
      <div className={markdown.markdown} dangerouslySetInnerHTML={{ __html: props.html }} />
      <details className={fields.more}>
        <summary>Change the review</summary>
        {field}
      </details>
    </div>
  )
}
