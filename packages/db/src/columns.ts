import { customType, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'
import { isoInstant } from './database.ts'
import { users } from './users.ts'

/**
 * timestamptz as an ISO 8601 string in UTC, microseconds kept. The connection's zone is UTC (see database.ts).
 * Parsing to Date and back costs more than the query, and loses the microseconds that paging by key needs.
 */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: isoInstant,
})

/** UUIDv7: ordered by time of making, so that an index grows at its end. */
export const id = () => uuid('id').primaryKey().$defaultFn(newId)
export const newId = (): string => v7()

/** Every row of a person's data has one, and every query takes it. */
export const ownerId = () =>
  uuid('owner_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** What an update may set: an absent or undefined column stays as it is, as drizzle reads it. */
export type Changes<Row> = { [Column in keyof Row]?: Row[Column] | undefined }
