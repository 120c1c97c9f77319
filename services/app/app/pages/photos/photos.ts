import { keepPhotos } from '../../photos.server.ts'
import { act } from '../../visit.server.ts'
import type { Route } from './+types/photos'

/** Takes photos as they are chosen, before the form that they belong to is sent. */
export const action = (args: Route.ActionArgs) =>
  act(args, async ({ api }, form) => ({ photos: await keepPhotos(api, form.getAll('photos')) }))
