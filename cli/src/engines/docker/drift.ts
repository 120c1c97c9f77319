import type { Drift } from '../engine.ts'
import { askEngine } from './api.ts'
import { type Container, serviceOf } from './containers.ts'

/**
 * Adds to what the layers say what the engine knows: whether a container still is of the image that its name means now,
 * and whether it is the one that we have started.
 */
export async function imageDrift(
  containers: Container[],
  startedContainer: (service: string) => string | undefined,
): Promise<(service: string, ofLayers: Drift) => Drift> {
  const names = [...new Set(containers.map(({ Config }) => Config.Image))]
  const ids = await Promise.all(
    names.map(async (name) => [name, (await askEngine<{ Id: string }>(`/images/${name}/json`))?.Id] as const),
  )
  const current = new Map(ids)
  return (service, ofLayers) => {
    const container = containers.find((one) => serviceOf(one) === service)
    const ours = startedContainer(service)
    if (container && ours && ours !== container.Id)
      return { is: 'unknown', changes: ['its container was made by something else than this tool'] }
    const id = container && current.get(container.Config.Image)
    if (!container || id === container.Image) return ofLayers
    const change = id ? `an older image of ${container.Config.Image}` : `${container.Config.Image} is no longer there`
    return { is: 'changed', changes: [...(ofLayers.is === 'changed' ? ofLayers.changes : []), change] }
  }
}

/** Which services run in another process after something than before it: a new container, or the old one started again. */
export function startedBetween(before: Container[], after: Container[]): (service: string) => boolean {
  return (service) => {
    const [old, now] = [before, after].map((all) => all.find((one) => serviceOf(one) === service))
    return !old || old.Id !== now?.Id || old.State.StartedAt !== now.State.StartedAt
  }
}
