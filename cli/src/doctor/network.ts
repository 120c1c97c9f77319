import { runDocker } from '../engines/docker/command.ts'
import { type Check, ok, problem } from './check.ts'

/** The networks that the layers expect to find (`proxy`), on the Docker engine. */
export const checkNetwork: Check = async ({ engine, model }) => {
  if (engine.name !== 'docker' || model instanceof Error) return []
  const expected = Object.values(model.networks ?? {}).filter(({ external }) => external)
  return Promise.all(
    expected.map(async ({ name }) => {
      const { code } = await runDocker(['network', 'inspect', name ?? ''])
      if (code === 0) return ok(`the network ${name} is there`)
      return problem(`the network ${name} is missing`, `docker network create ${name}`, async () => {
        const made = await runDocker(['network', 'create', name ?? ''])
        return made.code === 0 ? `made the network ${name}` : made.stderr.trim()
      })
    }),
  )
}
