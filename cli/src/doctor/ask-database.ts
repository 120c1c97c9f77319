import type pg from 'pg'
import { asSuperuser } from '../superuser.ts'
import type { Scene } from './check.ts'

/** Whether PostgreSQL of an environment runs, as its engine says. */
export async function isDatabaseRunning({ engine }: Scene): Promise<boolean> {
  return (await engine.status()).some(({ service, state }) => service === 'postgres' && state === 'running')
}

/** What the database answers; undefined where nothing can be asked of it: the check `database` says why. */
export async function askDatabase<Answer>(
  scene: Scene,
  ask: (client: pg.Client) => Promise<Answer>,
): Promise<Answer | undefined> {
  if (!(await isDatabaseRunning(scene))) return undefined
  let isConnected = false
  try {
    return await asSuperuser(scene.stack, scene.engine, (client) => {
      isConnected = true
      return ask(client)
    })
  } catch (error) {
    if (isConnected) throw error
    return undefined
  }
}
