import { lookup } from 'node:dns/promises'
import { environments } from '../environments.ts'
import { hostNamesOf } from '../host-names.ts'
import { type Check, type Finding, ok, problem, unknown } from './check.ts'

/** The names under which Traefik answers lead to this machine. The local engine has none. */
export const checkHostNames: Check = async ({ stack, engine }) => {
  if (engine.name !== 'docker') return []
  const names = Object.values(hostNamesOf(stack))
  const isLocal = environments[stack.environment].domain !== undefined
  const lost = (await Promise.all(names.map(async (name) => ((await resolve(name, isLocal)) ? [] : [name])))).flat()
  if (lost.length === 0) return names.length > 0 ? [ok(`${names.join(', ')} are known`)] : []
  return [
    isLocal
      ? localNames(lost)
      : problem(`${lost.join(', ')} lead nowhere`, 'point them to this machine at your DNS provider'),
  ]
}

/** Browsers know by themselves that *.localhost is this machine (RFC 6761); other programs ask the system. */
function localNames(lost: string[]): Finding {
  return unknown(
    `${lost.join(', ')}: browsers find them, other programs of this machine do not. ` +
      `For those: echo '127.0.0.1 ${lost.join(' ')}' | sudo tee -a /etc/hosts`,
  )
}

async function resolve(name: string, isLocal: boolean): Promise<boolean> {
  try {
    const { address } = await lookup(name)
    return !isLocal || address.startsWith('127.') || address === '::1'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === 'getaddrinfo') return false
    throw error
  }
}
