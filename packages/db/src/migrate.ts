// The one-shot service `migrate`: the others wait until it ended with 0.
import { readFileSync } from 'node:fs'
import './drizzle-resolution.ts'

const {
  MIGRATE_DATABASE_URL: url,
  POSTGRES_PASSWORD_FILE: passwordFile,
  DATABASE_PASSWORD_FILE: servicesFile,
  BACKUPS_PASSWORD_FILE: backupsFile,
} = process.env

if (!url || !passwordFile || !servicesFile || !backupsFile) {
  console.error(
    'migrate needs MIGRATE_DATABASE_URL, POSTGRES_PASSWORD_FILE, DATABASE_PASSWORD_FILE and BACKUPS_PASSWORD_FILE',
  )
  process.exit(1)
}

// After drizzle-resolution.
const { migrateDatabase } = await import('./migrations.ts')
const applied = await migrateDatabase({
  url,
  password: readFileSync(passwordFile, 'utf8').trim(),
  servicesPassword: readFileSync(servicesFile, 'utf8').trim(),
  backupsPassword: readFileSync(backupsFile, 'utf8').trim(),
})
console.log(applied === 0 ? 'The database is at the newest migration.' : `Applied ${applied} migration(s).`)
