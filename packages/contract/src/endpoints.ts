import { account } from './account.ts'
import { activity } from './activity.ts'
import { alarms } from './alarms.ts'
import { articleImports } from './article-imports.ts'
import { articles } from './articles.ts'
import { autotasks } from './autotasks.ts'
import { backups } from './backups.ts'
import { books } from './books.ts'
import { boxItems } from './box-items.ts'
import { boxes } from './boxes.ts'
import { categories } from './categories.ts'
import { conversations } from './conversations.ts'
import { countdowns } from './countdowns.ts'
import { digests } from './digests.ts'
import { events } from './events.ts'
import { files } from './files.ts'
import { highlights } from './highlights.ts'
import { moneyWasted } from './money-wasted.ts'
import { journal } from './journal.ts'
import { habits } from './habits.ts'
import { places } from './places.ts'
import { schedules } from './schedules.ts'
import { search } from './search.ts'
import { tags } from './tags.ts'
import { tasks } from './tasks.ts'
import { today } from './today.ts'

/** Everything that can be asked of the API: one line a feature. */
export const endpoints = {
  ...account,
  ...activity,
  ...today,
  ...search,
  ...categories,
  ...tags,
  ...tasks,
  ...autotasks,
  ...countdowns,
  ...habits,
  ...events,
  ...moneyWasted,
  ...articles,
  ...articleImports,
  ...highlights,
  ...conversations,
  ...digests,
  ...alarms,
  ...schedules,
  ...backups,
  ...files,
  ...books,
  ...boxes,
  ...boxItems,
  ...places,
  ...journal,
}
export type Endpoints = typeof endpoints
