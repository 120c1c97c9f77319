import type { Article } from '@ichrisbirch/contract/articles'
import { Button, Textarea, TextInput } from '@mantine/core'
import { Form, useNavigation } from 'react-router'
import type { Answer } from '../../answer.ts'
import fields from '../../parts/fields.module.css'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'

/** What a person says of an article: tags, notes, a better title, and when to read it again. */
export function ArticleFields({ article, answer }: { article: Article; answer: Answer | undefined }) {
  const isSaving = useNavigation().formAction?.includes(article.id) ?? false
  const { tags, notes, reviewDays } = article
  const said = [
    tags.map((tag) => `#${tag}`).join(' '),
    notes && 'Notes',
    reviewDays && `Again after ${reviewDays} days`,
  ].filter(Boolean)
  return (
    <details className={fields.more} open={answer?.problem ? true : undefined}>
      <summary>{said.length > 0 ? said.join(' · ') : 'Tags, notes and more'}</summary>
      <Form method="post" className={fields.form} key={article.updatedAt} preventScrollReset>
        <ProblemLine answer={answer} />
        <TextInput
          name="title"
          label="Title"
          defaultValue={article.title}
          maxLength={500}
          error={faultOf(answer, 'title')}
        />
        <div className={fields.pair}>
          <TextInput
            name="tags"
            label="Tags"
            description="Separated by spaces"
            defaultValue={tags.join(' ')}
            autoCapitalize="none"
            autoComplete="off"
            error={faultOf(answer, 'tags')}
          />
          <TextInput
            name="reviewDays"
            type="number"
            min={1}
            max={3650}
            label="Read again"
            description="Days after you have read it"
            defaultValue={reviewDays ?? ''}
            error={faultOf(answer, 'reviewDays')}
          />
        </div>
        <Textarea name="notes" label="Notes" rows={4} defaultValue={notes ?? ''} error={faultOf(answer, 'notes')} />
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          <button
            type="submit"
            name="intent"
            value="delete"
            className={`${fields.quietButton} ${fields.push}`}
            data-tone="danger"
          >
            Delete
          </button>
        </div>
      </Form>
    </details>
  )
}
