import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Form, useNavigation } from 'react-router'
import { noticeOf } from '../../../answer.ts'
import { At } from '../../../parts/day.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { ErrorView } from '../../../parts/error-view.tsx'
import fields from '../../../parts/fields.module.css'
import { PageNotice } from '../../../parts/notice.tsx'
import { faultOf } from '../../../parts/problem.tsx'
import { loadShownRows } from '../../../shown-rows.server.ts'
import { act, load } from '../../../visit.server.ts'
import type { Route } from './+types/schedule'
import { instantOfClock, previewOf, readDraft } from './draft.server.ts'
import { actOnSchedule } from './intents.server.ts'
import { RuleInWords } from './rule-in-words.tsx'
import { RUN_STEPS, Runs } from './runs.tsx'
import classes from './schedule.module.css'
import { Strip } from './strip.tsx'
import { useRefresh } from './use-refresh.ts'
import { usePreview } from './use-preview.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, async ({ api, account }) => {
    const params = { name: args.params.name }
    const [schedule, runs] = await Promise.all([
      api.getSchedule({ params }),
      loadShownRows(args.request, (query) => api.listScheduleRuns({ params, query }), RUN_STEPS),
    ])
    const zones = new Set(['UTC', account.timeZone, schedule.timeZone, ...Intl.supportedValuesOf('timeZone')])
    return { schedule, runs, preview: previewOf(schedule, new Date()), zones: [...zones].sort() }
  })

export const action = (args: Route.ActionArgs) =>
  act(args, async (visitor, form) => {
    const { name } = args.params
    form.set('name', name)
    if (form.get('intent') === 'preview') {
      const draft = readDraft(form)
      return { draft, preview: previewOf(draft, new Date()) }
    }
    if (form.get('intent') !== 'run-for') return actOnSchedule(visitor, form)
    const { timeZone } = await visitor.api.getSchedule({ params: { name } })
    const scheduledFor = instantOfClock(String(form.get('time')), timeZone)
    if (!scheduledFor) return { problem: { message: 'Say for which time.', fields: { time: 'must be a time' } } }
    await visitor.api.runSchedule({ params: { name }, body: { scheduledFor } })
    return { notice: { words: 'It runs for that time as soon as a scheduler is free' } }
  })

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.schedule.title ?? 'Schedule' }]

export default function ScheduleDrawer({ loaderData, actionData }: Route.ComponentProps) {
  const { schedule, runs } = loaderData
  const { title, isPaused, nextAt, expectWithin } = schedule
  const answer = actionData && !('draft' in actionData) ? actionData : undefined
  useRefresh(runs.items.some(({ state }) => state === 'waiting' || state === 'running'))
  return (
    <Drawer title={`Schedule: ${title}`} closeTo="/house/schedules">
      <h2 className={classes.title}>{title}</h2>
      <PageNotice notice={noticeOf(answer)} />
      <p className={classes.state}>
        {isPaused ? (
          'Paused'
        ) : nextAt ? (
          <>
            Next <At at={nextAt} />
          </>
        ) : (
          'No next time'
        )}
        {` · should be done within ${Math.ceil(expectWithin / 60)} min`}
      </p>
      <Strip recent={schedule.recent} />
      <Form method="post" className={fields.steps} preventScrollReset>
        <Button type="submit" name="intent" value="run" variant="default">
          Run now
        </Button>
        <button type="submit" name="intent" value={isPaused ? 'resume' : 'pause'} className={fields.quietButton}>
          {isPaused ? 'Resume' : 'Pause'}
        </button>
      </Form>
      <When loaderData={loaderData} actionData={actionData} />
      <RunFor timeZone={schedule.timeZone} fault={faultOf(answer, 'time')} />
      <Runs runs={runs} name={schedule.name} />
    </Drawer>
  )
}

const MISSED = [
  { value: 'skip', label: 'Skip them' },
  { value: 'once', label: 'Run once' },
  { value: 'all', label: 'Run each' },
]

/** When it runs, with the next times of what the form says. */
function When({ loaderData, actionData }: Pick<Route.ComponentProps, 'loaderData' | 'actionData'>) {
  const { schedule, zones } = loaderData
  const again = actionData && 'draft' in actionData ? actionData : undefined
  const draft = again?.draft ?? schedule
  const answer = actionData && !('draft' in actionData) ? actionData : undefined
  const { shown, ask } = usePreview(again?.preview ?? loaderData.preview)
  const isSaving = useNavigation().formData?.get('intent') === 'save'
  return (
    <Form
      method="post"
      className={classes.when}
      key={`${schedule.rule} ${schedule.timeZone} ${schedule.missed}`}
      onChange={ask}
      preventScrollReset
    >
      <h3>When</h3>
      <TextInput
        name="rule"
        label="Rule"
        description="Minute, hour, day, month and weekday (30 2 * * *), or a rule such as FREQ=WEEKLY;BYDAY=SU;BYHOUR=3"
        defaultValue={draft.rule}
        error={shown.fault ?? faultOf(answer, 'rule')}
        spellCheck={false}
        autoComplete="off"
        required
      />
      <div className={fields.pair}>
        <NativeSelect name="timeZone" label="Time zone" defaultValue={draft.timeZone} data={zones} />
        <NativeSelect name="missed" label="Missed while off" defaultValue={draft.missed} data={MISSED} />
      </div>
      {shown.times.length > 0 && (
        <div className={classes.preview}>
          <p>
            <RuleInWords schedule={{ ruleInWords: shown.inWords, timeZone: shown.timeZone }} />
          </p>
          <ul aria-label="The next times">
            {shown.times.map((at) => (
              <li key={at}>
                <At at={at} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={fields.steps}>
        <Button type="submit" name="intent" value="save" loading={isSaving}>
          Save
        </Button>
        <button type="submit" name="intent" value="preview" className={fields.quietButton} data-without-scripts>
          Show the next times
        </button>
        {schedule.isChanged && (
          <button type="submit" name="intent" value="default" className={fields.quietButton} formNoValidate>
            Back to the default
          </button>
        )}
      </div>
    </Form>
  )
}

/** As if it were another time: what was missed is made up, or a date is tried. */
function RunFor({ timeZone, fault }: { timeZone: string; fault: string | undefined }) {
  return (
    <details className={`${fields.more} ${classes.runFor}`}>
      <summary>Run it for a date</summary>
      <Form method="post" className={classes.runForForm} preventScrollReset>
        <TextInput
          type="datetime-local"
          name="time"
          label="As if it were"
          description={`On the clock of ${timeZone}`}
          error={fault}
          required
        />
        <Button type="submit" name="intent" value="run-for" variant="default">
          Run for this time
        </Button>
      </Form>
    </details>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Schedule" closeTo="/house/schedules">
      <ErrorView error={error} />
    </Drawer>
  )
}
