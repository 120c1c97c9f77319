import { Button, NativeSelect } from '@mantine/core'
import { Form, redirect, useNavigation } from 'react-router'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { PageNotice } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { loadShownRows } from '../../shown-rows.server.ts'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/autotask'
import { draftOf, newDraft, readDraft, saveDraft } from './draft.server.ts'
import { History, RUN_STEPS } from './history.tsx'
import { actOnAutotask } from './intents.server.ts'
import { RepeatFields } from './repeat-fields.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { ruleOf } from './rule-fields.ts'

/** `new` is an autotask that is not there yet. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const { id } = args.params
    const isNew = id === 'new'
    const [autotask, runs, categories] = await Promise.all([
      isNew ? null : api.getAutotask({ params: { id } }),
      isNew ? null : loadShownRows(args.request, (query) => api.listAutotaskRuns({ params: { id }, query }), RUN_STEPS),
      api.listCategories(),
    ])
    const draft = autotask ? draftOf(autotask) : newDraft(account.today)
    const preview = await api.previewAutotask({ body: { rule: ruleOf(draft.rule), startDay: draft.startDay } })
    const notesHtml = autotask?.notes ? renderMarkdown(autotask.notes) : ''
    return { autotask, draft, preview, runs, categories: categories.items, notesHtml }
  })

export const action = (args: Route.ActionArgs) => {
  const { id } = args.params
  return act(args, async (visitor, form) => {
    const intent = form.get('intent')
    if (intent === 'save') {
      const refused = await saveDraft(visitor, id, readDraft(form))
      return refused ?? redirect('/autotasks')
    }
    if (intent === 'preview') {
      const draft = readDraft(form)
      const preview = await visitor.api.previewAutotask({
        body: { rule: ruleOf(draft.rule), startDay: draft.startDay },
      })
      return { preview, draft }
    }
    form.set('id', id)
    const answer = await actOnAutotask(visitor, form)
    return intent === 'delete' ? redirect('/autotasks') : answer
  })
}

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function AutotaskDrawer({ loaderData, actionData }: Route.ComponentProps) {
  const { autotask, categories, notesHtml, runs } = loaderData
  const answer = actionData && ('problem' in actionData || 'notice' in actionData) ? actionData : undefined
  const again = actionData && 'draft' in actionData ? actionData : undefined
  const draft = again?.draft ?? loaderData.draft
  const preview = (again && 'preview' in again ? again.preview : undefined) ?? loaderData.preview
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  return (
    <Drawer title={autotask ? `Autotask: ${autotask.name}` : 'New autotask'} closeTo="/autotasks">
      <Form method="post" className={fields.form} key={autotask?.updatedAt ?? 'new'} preventScrollReset>
        <NameField value={draft.name} fault={faultOf(answer, 'name')} placeholder="What should come again?" />
        <ProblemLine answer={answer} />
        <PageNotice notice={answer && 'notice' in answer ? answer.notice : undefined} />
        <RuleEditor fields={draft.rule} startDay={draft.startDay} preview={preview} fault={faultOf(answer, 'rule')} />
        <RepeatFields repeatFrom={draft.repeatFrom} maxOpen={draft.maxOpen} />
        <NativeSelect name="category" label="Category" defaultValue={draft.category ?? ''}>
          <option value="">None</option>
          {categories.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </NativeSelect>
        <NotesField notes={draft.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          {autotask && (
            <>
              <button type="submit" name="intent" value="run" className={fields.quietButton}>
                Run now
              </button>
              <button
                type="submit"
                name="intent"
                value={autotask.paused ? 'resume' : 'pause'}
                className={fields.quietButton}
              >
                {autotask.paused ? 'Resume' : 'Pause'}
              </button>
              <button
                type="submit"
                name="intent"
                value="delete"
                className={`${fields.quietButton} ${fields.push}`}
                data-tone="danger"
              >
                Delete
              </button>
            </>
          )}
        </div>
      </Form>
      {runs && <History runs={runs} />}
    </Drawer>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Autotask" closeTo="/autotasks">
      <ErrorView error={error} />
    </Drawer>
  )
}
