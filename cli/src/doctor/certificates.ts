import { existsSync, readFileSync } from 'node:fs'
import { authorityFile } from '../certificates/authority.ts'
import { makeCertificateFor } from '../certificates/make.ts'
import { certificateState } from '../certificates/state.ts'
import { findChromiumStore, isTrustedByChromium, isTrustedBySystem } from '../certificates/trust.ts'
import { environments } from '../environments.ts'
import { type Check, type Finding, ok, problem, unknown } from './check.ts'

const install = './cli/ichrisbirch certs install'

/** The certificate that Traefik shows is good, and this machine trusts who has signed it. The local engine has none. */
export const checkCertificates: Check = ({ stack, engine }) => {
  if (engine.name !== 'docker') return []
  if (environments[stack.environment].certificates !== 'local')
    return [unknown('Let’s Encrypt: Traefik gets and renews the certificates; see ./cli/ichrisbirch prod logs traefik')]
  const { faults, until, isMade } = certificateState(stack)
  if (!isMade) return [ok('no certificate yet: the first start makes it')]
  if (faults.length > 0) {
    return [
      problem(`the certificate: ${faults.join('; ')}`, install, async () => {
        const isNew = await makeCertificateFor(stack)
        if (!isNew) return 'another command has made a new certificate meanwhile'
        return `made a new certificate; ./cli/ichrisbirch ${stack.name} restart traefik shows it`
      }),
    ]
  }
  return [ok(`the certificate is good until ${until}`), ...trust(authorityFile(stack.root))]
}

function trust(authority: string): Finding[] {
  if (!existsSync(authority)) return []
  const bySystem = isTrustedBySystem(readFileSync(authority, 'utf8'))
  const chromium = findChromiumStore()
  return [
    bySystem === undefined
      ? unknown('whether this machine trusts the local authority: its store is none that is known here')
      : bySystem
        ? ok('this machine trusts the local authority')
        : problem('this machine does not trust the local authority: curl and others refuse the pages', install),
    chromium === undefined
      ? unknown('whether Chromium trusts it: there is no certutil (sudo apt-get install libnss3-tools)')
      : isTrustedByChromium(authority, chromium)
        ? ok('Chromium trusts the local authority')
        : problem('Chromium does not trust the local authority: it warns of the pages', install),
  ]
}
