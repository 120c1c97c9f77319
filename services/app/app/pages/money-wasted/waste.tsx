import { Button, TextInput } from '@mantine/core'
import { Form, redirect, useLocation, useNavigation } from 'react-router'
import { renderMarkdown } from '../../markdown.server.ts'
import { keepPageOffline } from '../../offline.ts'
import { CurrencyField } from '../../parts/currency-field.tsx'
import { Moment } from '../../parts/day.tsx'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import fields from '../../parts/fields.module.css'
import { NameField } from '../../parts/name-field.tsx'
import { NotesField } from '../../parts/notes-field.tsx'
import { useNotices } from '../../parts/notice.tsx'
import { faultOf, ProblemLine } from '../../parts/problem.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/waste'
import { currenciesFor, draftOf, readDraft, saveDraft } from './draft.server.ts'
import { actOnWaste } from './intents.server.ts'
import classes from './waste.module.css'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, locale }) => {
    const [waste, { reasons }] = await Promise.all([
      api.getMoneyWasted({ params: { id: args.params.id } }),
      api.listMoneyWastedReasons(),
    ])
    const notesHtml = waste.notes ? renderMarkdown(waste.notes) : ''
    return { waste, draft: draftOf(waste, locale), reasons, currencies: currenciesFor([waste.currency]), notesHtml }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    if (form.get('intent') === 'save') {
      const refused = await saveDraft(visitor, args.params.id, readDraft(form))
      if (refused) return refused
    } else {
      form.set('id', args.params.id)
      await actOnWaste(visitor, form)
    }
    return redirect(`/money-wasted${new URL(args.request.url).search}`)
  })

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function WasteDrawer({ loaderData, actionData: answer }: Route.ComponentProps) {
  const { waste, reasons, currencies, notesHtml } = loaderData
  const draft = answer && 'draft' in answer ? answer.draft : loaderData.draft
  const { search } = useLocation()
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  const { notify } = useNotices()
  const offerUndo = () =>
    notify({
      words: `Deleted “${waste.name}”`,
      undo: { action: '/money-wasted', fields: { intent: 'restore', id: waste.id } },
    })
  return (
    <Drawer title={`Wasted: ${waste.name}`} closeTo={`/money-wasted${search}`}>
      <Form method="post" className={fields.form} key={waste.updatedAt} preventScrollReset>
        <NameField value={draft.name} fault={faultOf(answer, 'name')} placeholder="What did it go on?" />
        <ProblemLine answer={answer} />
        <div className={classes.money}>
          <TextInput
            name="amount"
            label="Amount"
            inputMode="decimal"
            autoComplete="off"
            required
            withAsterisk={false}
            maxLength={20}
            defaultValue={draft.amount}
            error={faultOf(answer, 'amount')}
          />
          <CurrencyField currencies={currencies} chosen={draft.currency} className={classes.currency} />
        </div>
        <TextInput
          name="reason"
          label="Why"
          list="reasons"
          placeholder="Went bad, or words of your own"
          autoComplete="off"
          maxLength={60}
          defaultValue={draft.reason}
          error={faultOf(answer, 'reason')}
        />
        <datalist id="reasons">
          {reasons.map((reason) => (
            <option key={reason} value={reason} />
          ))}
        </datalist>
        <div className={fields.pair}>
          <TextInput
            type="date"
            name="wastedDay"
            label="Wasted"
            required
            withAsterisk={false}
            defaultValue={draft.wastedDay}
            error={faultOf(answer, 'wastedDay')}
          />
          <TextInput
            type="date"
            name="boughtDay"
            label="Bought"
            defaultValue={draft.boughtDay}
            error={faultOf(answer, 'boughtDay')}
          />
        </div>
        <NotesField notes={draft.notes} html={notesHtml} fault={faultOf(answer, 'notes')} />
        <TextInput
          name="tags"
          label="Tags"
          placeholder="food, holiday"
          autoComplete="off"
          defaultValue={draft.tags}
          error={faultOf(answer, 'tags')}
        />
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
            formNoValidate
            onClick={offerUndo}
          >
            Delete
          </button>
        </div>
        <p className={fields.facts}>
          Written down <Moment at={waste.createdAt} />
        </p>
      </Form>
    </Drawer>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Money wasted" closeTo="/money-wasted">
      <ErrorView error={error} />
    </Drawer>
  )
}
