import type { Context } from '../context.ts'
import type { Stack } from '../environments.ts'
import { type ConfigFlags, printConfig } from './compose-config.ts'
import { environmentSource } from './compose-environment.ts'

/** The rendered model of one of our environments, with what could be a secret taken out. */
export async function config(stack: Stack, services: string[], flags: ConfigFlags, context: Context): Promise<void> {
  await printConfig(environmentSource(stack), services, flags, context)
}
