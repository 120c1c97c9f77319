import { environments, type Stack } from './environments.ts'
import { readVariables } from './variables.ts'

/** The host names under which Traefik answers for an environment, by service; none without a DOMAIN in production. */
export function hostNamesOf(stack: Stack): Record<string, string> {
  const row = environments[stack.environment]
  const domain = row.domain ?? readVariables(stack.root).DOMAIN
  if (!domain) return {}
  return Object.fromEntries(Object.entries(row.hostNames).map(([service, label]) => [service, `${label}.${domain}`]))
}

/** The address that a browser opens, where Traefik publishes `tlsPort`. */
export function webAddress(hostName: string, tlsPort: number): string {
  return tlsPort === 443 ? `https://${hostName}` : `https://${hostName}:${tlsPort}`
}
