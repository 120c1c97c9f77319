import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'drizzle-kit'

// Only files of tables are loaded: to load migrate.ts would be to migrate.
const tables = globSync('./src/*.ts').filter((file) => readFileSync(file, 'utf8').includes('pgTable('))

export default defineConfig({ dialect: 'postgresql', schema: tables, out: './migrations' })
