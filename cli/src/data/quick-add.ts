import type { Client } from '@ichrisbirch/contract/client'

/** What a line of quick add asks for: a call of the client with its body. */
export type Addition = { call: 'createTask' | 'createAutotask'; body: Record<string, unknown> }

/** Reads "water plants every friday #home" as the pages do; a category that is new is made. */
export async function readQuickAdd(line: string, client: Client): Promise<Addition> {
  const { parseQuickAdd } = await import('@ichrisbirch/contract/quick-add')
  const [{ today }, { items }] = await Promise.all([client.getAccount(), client.listCategories()])
  const categories = items.map(({ name }) => name)
  const { name, dueDay, rule, repeatFrom, category } = parseQuickAdd(line, { today, categories })
  if (category && !categories.includes(category)) await client.createCategory({ body: { name: category } })
  if (!rule) return { call: 'createTask', body: { name, dueDay, category } }
  return { call: 'createAutotask', body: { name, rule, repeatFrom, category, ...(dueDay && { startDay: dueDay }) } }
}
