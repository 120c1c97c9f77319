import { processConfig, readConfig } from '@ichrisbirch/runtime/config'
import { z } from 'zod'

const shape = { ...processConfig, DATABASE_URL: z.url(), DATABASE_PASSWORD: z.string().min(1) }

export type SchedulerConfig = z.output<z.ZodObject<typeof shape>>

/** @throws ConfigError naming every fault. */
export function readSchedulerConfig(): SchedulerConfig {
  return readConfig(shape)
}
