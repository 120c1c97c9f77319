import { asFailure } from '../failure.ts'
import { readVariables } from '../variables.ts'
import { environments } from '../environments.ts'
import { type Check, ok, problem } from './check.ts'

/** The compose files render, and production has what it asks for. */
export const checkLayers: Check = ({ stack, model, engine }) => {
  if (model instanceof Error) {
    const { message, reason, suggestion } = asFailure(model)
    return [
      problem([message, reason].filter(Boolean).join(', '), suggestion ?? `./cli/ichrisbirch ${stack.name} config`),
    ]
  }
  const findings = [ok(`${stack.files.join(' + ')} render, with ${Object.keys(model.services).length} services`)]
  const isDomainNeeded = environments[stack.environment].domain === undefined && engine.name === 'docker'
  if (isDomainNeeded && !readVariables(stack.root).DOMAIN)
    findings.push(problem('production on Docker needs a DOMAIN', "echo 'DOMAIN=example.org' >> .env"))
  return findings
}
