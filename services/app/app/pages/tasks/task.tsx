import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, redirect, useLocation, useNavigation } from 'react-router'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { Moment } from '../../parts/day.tsx'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { useNotices } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/task'
import { actOnTask } from './intents.server.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api }) => {
    const [task, categories] = await Promise.all([
      api.getTask({ params: { id: args.params.id } }),
      api.listCategories(),
    ])
    return { task, categories: categories.items, notesHtml: task.notes ? renderMarkdown(task.notes) : '' }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim() || null
    if (form.get('intent') === 'save') {
      const body = {
        name: String(form.get('name') ?? ''),
        notes: text('notes'),
        category: text('category'),
        dueDay: text('dueDay'),
      }
      await visitor.api.changeTask({ params: { id: args.params.id }, body })
    } else {
      form.set('id', args.params.id)
      await actOnTask(visitor, form)
    }
    return redirect(`/tasks${new URL(args.request.url).search}`)
  })

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function TaskDrawer({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { task, categories, notesHtml } = loaderData
  const { search, state } = useLocation()
  const isSaving = useNavigation().formAction?.includes(task.id) ?? false
  const { notify } = useNotices()
  const isOpen = task.completedAt === null
  const offerUndo = (done: string, intent: string) =>
    notify({ words: `${done} “${task.name}”`, undo: { action: '/tasks', fields: { intent, id: task.id } } })
  return (
    <Drawer title={`Task: ${task.name}`} closeTo={(state as { from?: string } | null)?.from ?? `/tasks${search}`}>
      {/* A new task in the same drawer begins with its own values. */}
      <Form method="post" className={fields.form} key={task.updatedAt} preventScrollReset>
        <NameField value={task.name} fault={faultOf(answer, 'name')} />
        <ProblemLine answer={answer} />
        <div className={fields.pair}>
          <TextInput
            type="date"
            name="dueDay"
            label="Due"
            defaultValue={task.dueDay ?? ''}
            error={faultOf(answer, 'dueDay')}
          />
          <NativeSelect name="category" label="Category" defaultValue={task.category ?? ''}>
            <option value="">None</option>
            {categories.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </NativeSelect>
        </div>
        <NotesField notes={task.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
        <div className={fields.steps}>
          <Button type="submit" name="intent" value="save" loading={isSaving}>
            Save
          </Button>
          <button
            type="submit"
            name="intent"
            value={isOpen ? 'complete' : 'reopen'}
            className={fields.quietButton}
            onClick={() => isOpen && offerUndo('Completed', 'reopen')}
          >
            {isOpen ? 'Complete' : 'Reopen'}
          </button>
          <button
            type="submit"
            name="intent"
            value="delete"
            className={`${fields.quietButton} ${fields.push}`}
            data-tone="danger"
            onClick={() => offerUndo('Deleted', 'restore')}
          >
            Delete
          </button>
        </div>
        <p className={fields.facts}>
          Added <Moment at={task.createdAt} />
          {task.autotaskId && ' by an autotask'}
          {task.completedAt && (
            <>
              {' '}
              · Completed <Moment at={task.completedAt} />
            </>
          )}
        </p>
      </Form>
    </Drawer>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const { search } = useLocation()
  return (
    <Drawer title="Task" closeTo={`/tasks${search}`}>
      <ErrorView error={error} />
    </Drawer>
  )
}
