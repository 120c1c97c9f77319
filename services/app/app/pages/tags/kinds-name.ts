import type { TaggedKind } from '@ichrisbirch/contract/tags'

const NAMES: Record<TaggedKind, [one: string, many: string]> = {
  article: ['Article', 'Articles'],
  book: ['Book', 'Books'],
  event: ['Event', 'Events'],
  journal: ['Journal entry', 'Journal entries'],
  money: ['Waste', 'Wastes'],
}

/** What so many things of a kind are called. */
export const kindsName = (kind: TaggedKind, count: number): string => NAMES[kind][count === 1 ? 0 : 1]
