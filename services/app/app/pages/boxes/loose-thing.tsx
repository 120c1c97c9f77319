import { keepPageOffline } from '../../offline.ts'
import { Drawer } from '../../parts/drawer.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import { act, load } from '../../visit.server.ts'
import type { Route } from './+types/loose-thing'
import { ThingDrawer } from './thing-drawer.tsx'
import { changeThing, loadThing } from './thing-form.server.ts'

export const loader = (args: Route.LoaderArgs) =>
  load(args, (visitor) => loadThing(visitor, args.params.thing, args.request))

export const action = (args: Route.ActionArgs) =>
  act(args, (visitor, form) => changeThing(visitor, args.params.thing, form, args.request))

export const clientAction = (args: Route.ClientActionArgs) => keepPageOffline(args)

export default function LooseThing({ loaderData, actionData }: Route.ComponentProps) {
  return <ThingDrawer {...loaderData} answer={actionData} />
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Drawer title="Thing" closeTo="/boxes/loose">
      <ErrorView error={error} />
    </Drawer>
  )
}
