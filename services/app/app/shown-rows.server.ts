import type { Page } from '@ichrisbirch/contract/wire'
import { PAGE_STEPS } from './parts/show-more.tsx'

const MOST_ROWS = 1000
const LIMIT_OF_API = 200

export interface ShownRows<Item> {
  items: Item[]
  /** How many were asked for. */
  shown: number
  hasMore: boolean
}

/** As many rows as the address asks for (`?show=100`), page by page from the API. */
export async function loadShownRows<Item>(
  request: Request,
  ask: (page: { limit: number; after?: string }) => Promise<Page<Item>>,
  steps = PAGE_STEPS,
): Promise<ShownRows<Item>> {
  const asked = Number(new URL(request.url).searchParams.get(steps.name))
  const shown = Math.min(Math.max(Number.isInteger(asked) ? asked : 0, steps.rows), MOST_ROWS)
  const items: Item[] = []
  let next: string | null = null
  do {
    const limit = Math.min(LIMIT_OF_API, shown - items.length)
    const page: Page<Item> = await ask({ limit, ...(next !== null && { after: next }) })
    items.push(...page.items)
    next = page.next
  } while (next !== null && items.length < shown)
  return { items, shown, hasMore: next !== null }
}
