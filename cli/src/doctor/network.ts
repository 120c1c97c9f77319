import { hasNetwork, makeNetwork } from '../engines/docker/setup.ts'
import { type Check, ok, problem } from './check.ts'

/** The networks that the layers expect to find (`proxy`), on the Docker engine. */
export const checkNetwork: Check = async ({ engine, model }) => {
  if (engine.name !== 'docker' || model instanceof Error) return []
  const expected = Object.values(model.networks ?? {}).filter(({ external }) => external)
  return Promise.all(
    expected.map(async ({ name }) => {
      if (await hasNetwork(name ?? '')) return ok(`the network ${name} is there`)
      return problem(`the network ${name} is missing`, `docker network create ${name}`, async () => {
        await makeNetwork(name ?? '')
        return `made the network ${name}`
      })
    }),
  )
}
