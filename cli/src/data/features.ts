import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataCommand } from '@ichrisbirch/contract/commands'
import type { EndpointTable } from '@ichrisbirch/contract/endpoint'

/**
 * The features that have data, as the contract lists them. Its file is read as text: loading the contract takes longer
 * than a verb that does nothing may, and help and mistakes need no more than the names.
 */
export function featureNames(root: string): string[] {
  const file = readFileSync(join(root, 'packages/contract/src/endpoints.ts'), 'utf8')
  return [...file.matchAll(/\.\.\.(\w+)/g)].map(([, name = '']) => name)
}

/** The verbs of a feature. Only its own part of the contract is loaded. */
export async function loadFeature(name: string): Promise<DataCommand[]> {
  const { commandsOf } = await import('@ichrisbirch/contract/commands')
  const module = (await import(`@ichrisbirch/contract/${typedName(name)}`)) as Record<string, EndpointTable>
  return commandsOf(name, module[name] ?? {})
}

/** A feature's name as it is typed: `moneyWasted` is money-wasted. */
export const typedName = (feature: string) => feature.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Whether a verb names one thing and nothing more, so that several may be named. */
export function takesSeveral({ operands, options }: DataCommand): boolean {
  return operands.length === 1 && operands[0]?.place === 'params' && options.length === 0
}
