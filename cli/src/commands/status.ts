import type { Context } from '../context.ts'
import { chooseEngine } from '../engines/choose.ts'
import { examine } from '../engines/examine.ts'
import type { Stack } from '../environments.ts'
import { serviceTable } from '../table.ts'

/** Every service with its state, health, since when, restarts, what it runs, whether its address answers, and drift. */
export async function status(
  stack: Stack,
  flags: { engine?: string; json?: boolean },
  context: Context,
): Promise<void> {
  const engine = await chooseEngine(stack, flags.engine)
  const services = await examine(stack, engine, 'hurried')
  if (flags.json) {
    const processes = await engine.processes()
    context.print(JSON.stringify({ environment: stack.name, engine: engine.name, services, processes }, null, 2))
  } else if (services.length === 0) {
    context.progress.say(`${stack.name} is not running. Start it: ./cli/ichrisbirch ${stack.name} start`)
  } else {
    context.print(serviceTable(services))
    const drifted = services.filter(({ drift }) => drift.is === 'changed').map(({ service }) => service)
    if (drifted.length > 0)
      context.progress.say(
        `\nChanged since the start: ${drifted.join(', ')}. Run what is said now: ./cli/ichrisbirch ${stack.name} restart`,
      )
  }
}
