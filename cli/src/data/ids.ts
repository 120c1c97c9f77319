import type { Client } from '@ichrisbirch/contract/client'
import type { DataCommand } from '@ichrisbirch/contract/commands'
import { Failure, usageFailure } from '../failure.ts'
import type { House } from './houses.ts'
import { lastList } from './last-lists.ts'

const wholeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const mostPages = 50

type AnyCall = (input: {
  query?: Record<string, unknown>
}) => Promise<{ items: { id?: string }[]; next?: string | null }>

/** The id that a person means: itself, its line in the last list, or its unambiguous beginning. */
export async function completeId(
  text: string,
  feature: string,
  commands: DataCommand[],
  house: House,
  client: Client,
): Promise<string> {
  if (wholeId.test(text)) return text
  const shown = lastList(house, feature)
  const line = /^\d{1,3}$/.test(text) ? shown[Number(text) - 1] : undefined
  if (line !== undefined) return line
  if (!/^[0-9a-f-]{4,}$/i.test(text)) {
    throw usageFailure(
      `'${text}' is no line of the last list and no id`,
      `see the lines: ./cli/ichrisbirch ${feature} list`,
    )
  }
  const beginsSo = (id: string) => id.toLowerCase().startsWith(text.toLowerCase())
  const fromShown = shown.filter(beginsSo)
  const all = fromShown.length === 1 ? fromShown : (await everyId(commands, client)).filter(beginsSo)
  const [found, ...others] = new Set(all)
  if (found === undefined) {
    throw new Failure(`Nothing in ${feature} has an id that begins with ${text}`, {
      suggestion: `./cli/ichrisbirch ${feature} list`,
    })
  }
  if (others.length > 0) {
    throw usageFailure(
      `${others.length + 1} ids of ${feature} begin with ${text}`,
      `give more of it: ${found}, ${others[0]}, …`,
    )
  }
  return found
}

/** All ids of a feature, the deleted and completed ones too: one wants to restore those. */
async function everyId(commands: DataCommand[], client: Client): Promise<string[]> {
  const list = commands.find(({ verb, operands }) => verb === 'list' && operands.length === 0)
  if (!list) return []
  const call = client[list.call as keyof Client] as unknown as AnyCall
  const status = list.options.find(({ name }) => name === 'status')
  const isPaged = list.options.some(({ name }) => name === 'limit')
  const ids: string[] = []
  for (const choice of status ? status.choices : [undefined]) {
    let after: string | null | undefined
    for (let page = 0; page < mostPages && after !== null; page++) {
      const query = { ...(choice && { status: choice }), ...(isPaged && { limit: 200 }), ...(after && { after }) }
      const answer = await call({ query })
      ids.push(...answer.items.flatMap(({ id }) => id ?? []))
      after = answer.next ?? null
    }
  }
  return ids
}
