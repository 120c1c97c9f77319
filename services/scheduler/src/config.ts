import { ConfigError, processConfig, readConfig } from '@ichrisbirch/runtime/config'
import { z } from 'zod'

const shape = {
  ...processConfig,
  DATABASE_URL: z.url(),
  DATABASE_PASSWORD: z.string().min(1),
  BACKUPS_PASSWORD: z.string().optional(),
  /** Where the backups lie on this machine. */
  BACKUP_DIRECTORY: z.string().optional(),
  /** As age-keygen writes it. Without it they are not encrypted. */
  BACKUP_KEY: z.string().optional(),
  BACKUP_S3_BUCKET: z.string().optional(),
  BACKUP_S3_PREFIX: z.string().optional(),
  BACKUP_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  BACKUP_S3_REGION: z.string().optional(),
  /** A profile as in AWS's credentials file. */
  BACKUP_S3_CREDENTIALS: z.string().optional(),
  /** Where people reach the app: links in e-mails. */
  APP_ORIGIN: z.url().optional(),
  /** smtp://user:password@host:587; without it digests are pages only. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().regex(/@/, 'must be an address').optional(),
  /** Told of every alarm. */
  ALARM_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
}

export type SchedulerConfig = z.output<z.ZodObject<typeof shape>>

/** @throws ConfigError naming every fault. */
export function readSchedulerConfig(): SchedulerConfig {
  const config = readConfig(shape)
  if (config.SMTP_URL && !config.MAIL_FROM) {
    throw new ConfigError(['MAIL_FROM is missing: who the e-mails that SMTP_URL sends are from'])
  }
  return config
}
