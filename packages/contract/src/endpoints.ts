import { account } from './account.ts'
import { autotasks } from './autotasks.ts'
import { categories } from './categories.ts'
import { conversations } from './conversations.ts'
import { tasks } from './tasks.ts'

/** Everything that can be asked of the API: one line a feature. */
export const endpoints = { ...account, ...categories, ...tasks, ...autotasks, ...conversations }
export type Endpoints = typeof endpoints
