import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type EnvironmentName, type EnvironmentRow, environmentNames, environments } from '../cli/src/environments.ts'
import { compose, type Rendered, type RenderedService, readYaml, render, root, whyNoCompose } from './docker-render.ts'

const skip = whyNoCompose()
if (skip) console.log(`docker-files.test.ts is skipped: ${skip}`)

const ours = ['api', 'app', 'chat', 'scheduler', 'migrate']
const targets: Record<string, { service: string; target: number }> = {
  API_PORT: { service: 'api', target: 8000 },
  APP_PORT: { service: 'app', target: 5000 },
  CHAT_PORT: { service: 'chat', target: 8505 },
  POSTGRES_PORT: { service: 'postgres', target: 5432 },
  REDIS_PORT: { service: 'redis', target: 6379 },
  HTTP_PORT: { service: 'traefik', target: 80 },
  HTTPS_PORT: { service: 'traefik', target: 443 },
  DASHBOARD_PORT: { service: 'traefik', target: 8080 },
}

for (const environment of environmentNames) {
  describe(`the ${environment} environment as Compose renders it`, { skip }, () => {
    const row: EnvironmentRow = environments[environment]
    const project = skip ? ({} as Rendered) : render(environment, { DOMAIN: 'example.org' })
    const service = (name: string) => project.services[name] as RenderedService

    it('has the seven services and the migration, under its own project name', () => {
      assert.equal(project.name, row.projectName)
      assert.deepEqual(Object.keys(project.services).sort(), [...ours, 'postgres', 'redis', 'traefik'].sort())
    })

    it('runs one image of its own target, built once', () => {
      for (const name of ours) assert.equal(service(name).image, `${row.projectName}:${row.target}`)
      const built = Object.entries(project.services).filter(([, { build }]) => build)
      assert.deepEqual(
        built.map(([name, { build }]) => [name, build?.target, build?.context]),
        [['api', row.target, root]],
      )
    })

    it('publishes the ports of the table and no others', () => {
      const expected = Object.entries(row.ports).map(([variable, published]) => {
        const { service: name, target } = targets[variable.replace(/^TEST_/, '')] as { service: string; target: number }
        const everywhere = environment === 'prod' && name === 'traefik'
        return `${name} ${everywhere ? '*' : '127.0.0.1'}:${published}->${target}`
      })
      const rendered = Object.entries(project.services).flatMap(([name, { ports }]) =>
        (ports ?? []).map((port) => `${name} ${port.host_ip ?? '*'}:${port.published}->${port.target}`),
      )
      assert.deepEqual(rendered.sort(), expected.sort())
    })

    it('publishes each port elsewhere when its variable says so', () => {
      const moved = Object.fromEntries(Object.keys(row.ports).map((variable, index) => [variable, `${20000 + index}`]))
      const ports = Object.values(render(environment, moved).services).flatMap((each) => each.ports ?? [])
      assert.deepEqual(ports.map(({ published }) => published).sort(), Object.values(moved).sort())
    })

    it('routes its host names, by TLS, to the services of the same name', () => {
      const { http, tls } = routes(environment)
      const domain = row.domain ?? '{{ env "DOMAIN" }}'
      const { feeds, ...named } = http.routers
      // The address of a feed is a secret: where Traefik logs what is asked of it, not this.
      assert.equal(feeds !== undefined, environment === 'prod')
      if (feeds) assert.deepEqual(feeds.observability, { accessLogs: false })
      if (feeds) assert.equal(feeds.rule, `${named['api']?.rule} && PathPrefix(\`/calendar/\`)`)
      assert.deepEqual(
        Object.fromEntries(Object.entries(named).map(([name, { rule }]) => [name, rule])),
        Object.fromEntries(
          Object.entries(row.hostNames).map(([name, label]) => [name, `Host(\`${label}.${domain}\`)`]),
        ),
      )
      for (const [name, router] of Object.entries(http.routers)) {
        assert.equal(router.service, { dashboard: 'api@internal', feeds: 'api' }[name] ?? name)
        assert.ok(router.entryPoints.includes('websecure') && !router.entryPoints.includes('web'))
        assert.deepEqual(router.middlewares, ['security'])
        assert.deepEqual(router.tls, environment === 'prod' ? { certResolver: 'letsencrypt' } : {})
      }
      for (const [name, { loadBalancer }] of Object.entries(http.services)) {
        const port = Object.values(targets).find((target) => target.service === name)?.target
        assert.deepEqual(loadBalancer.servers, [{ url: `http://${name}:${port}` }])
      }
      assert.equal(tls.certificates?.[0]?.certFile, environment === 'prod' ? undefined : '/certs/cert.pem')
      assert.equal(tls.options.default.minVersion, 'VersionTLS12')
    })

    it('gives Traefik the files of this environment, and its certificates where they are ours', () => {
      const state = join(root, '.ichrisbirch', environment)
      const mounts = (service('traefik').volumes ?? []).map(({ type, source, target, read_only }) => [
        type,
        source,
        target,
        read_only,
      ])
      assert.deepEqual(mounts, [
        ['bind', join(root, 'deploy/traefik', environment), '/etc/traefik', true],
        environment === 'prod'
          ? ['volume', 'letsencrypt', '/var/tmp', undefined]
          : ['bind', join(state, 'certs'), '/certs', true],
      ])
    })

    it('shows the dashboard in dev and testing only', () => {
      const api = readYaml(`deploy/traefik/${environment}/traefik.yml`).api
      assert.deepEqual(api, environment === 'dev' || environment === 'testing' ? { dashboard: true } : undefined)
    })

    it('tells api, app and chat the public addresses that Traefik answers at', () => {
      const port = environment === 'testing' || environment === 'ci' ? ':8443' : ''
      const domain = row.domain ?? 'example.org'
      for (const name of ['api', 'app', 'chat']) {
        const { environment: variables = {} } = service(name)
        assert.equal(variables.API_ORIGIN, `https://api.${domain}${port}`)
        assert.equal(variables.APP_ORIGIN, `https://app.${domain}${port}`)
        assert.equal(variables.CHAT_ORIGIN, `https://chat.${domain}${port}`)
      }
      assert.equal(service('api').environment?.COOKIE_DOMAIN, domain)
    })

    it('names the environment to every service of ours', () => {
      for (const name of ours) {
        const { environment: variables = {} } = service(name)
        assert.equal(variables.ENVIRONMENT, environment)
        assert.equal(variables.NODE_ENV, environment === 'dev' ? 'development' : 'production')
        assert.equal(variables.LOG_LEVEL, environment === 'dev' ? 'debug' : 'info')
      }
    })

    it('mounts and watches the source in dev only', () => {
      for (const name of ours) {
        const source = (service(name).volumes ?? []).filter(({ target }) => target.startsWith('/app'))
        assert.equal(source.length > 0, environment === 'dev')
        for (const { type, source: from = '', target, read_only } of source) {
          assert.deepEqual([type, from, read_only], ['bind', join(root, target.slice('/app/'.length)), true])
          // A mounted folder with a package.json would hide the image's own node_modules beside it.
          assert.throws(() => readFileSync(join(from, 'package.json')))
        }
        const watches = service(name).command?.some((word) => word.startsWith('--watch'))
        assert.equal(watches, environment === 'dev' && name !== 'migrate')
      }
    })

    it('reaches AWS by a read-only mount, by variables or by the instance role', () => {
      for (const name of ['api', 'scheduler']) {
        const mount = service(name).volumes?.find(({ target }) => target === '/home/node/.aws')
        const variables = Object.keys(service(name).environment ?? {}).filter((key) => key.startsWith('AWS_'))
        if (environment === 'dev' || environment === 'testing') {
          assert.deepEqual(
            [mount?.type, mount?.source, mount?.read_only, variables],
            ['bind', join(homedir(), '.config/aws'), true, []],
          )
        } else if (environment === 'ci') {
          assert.equal(service(name).volumes, undefined)
          assert.deepEqual(variables.sort(), [
            'AWS_ACCESS_KEY_ID',
            'AWS_REGION',
            'AWS_SECRET_ACCESS_KEY',
            'AWS_SESSION_TOKEN',
          ])
        } else {
          assert.deepEqual([mount, variables], [undefined, []])
        }
      }
    })

    it('keeps the database in a volume, or in memory with durability off', () => {
      const { volumes = [], tmpfs = [], command = [] } = service('postgres')
      const data = '/var/lib/postgresql/data'
      const inMemory = tmpfs.some((entry) => entry.startsWith(`${data}:`))
      const named = volumes.filter(({ type, target }) => type === 'volume' && target === data)
      if (environment === 'testing' || environment === 'ci') {
        assert.deepEqual([named.length, volumes.length, inMemory], [0, 0, true])
        for (const flag of ['fsync', 'synchronous_commit', 'full_page_writes'])
          assert.ok(command.includes(`${flag}=off`))
      } else {
        assert.deepEqual([named.length, inMemory, command], [1, false, null])
        assert.equal(project.volumes?.postgres_data?.name, `${row.projectName}_postgres_data`)
      }
    })

    it('puts only Traefik on the proxy network, which ci makes itself', () => {
      const members = (network: string) =>
        Object.entries(project.services)
          .filter(([, { networks }]) => network in networks)
          .map(([name]) => name)
      assert.deepEqual(members('proxy'), ['traefik'])
      assert.equal(members('default').length, 8)
      const { name, external, driver } = project.networks.proxy ?? {}
      assert.deepEqual(
        { name, external, driver },
        environment === 'ci'
          ? { name: 'ichrisbirch-ci_proxy', external: undefined, driver: 'bridge' }
          : { name: 'proxy', external: true, driver: undefined },
      )
    })

    it('runs our containers as the caller in dev, and otherwise as nobody special on a read-only root', () => {
      for (const name of ours) {
        assert.equal(service(name).user, '1000:1000')
        assert.equal(service(name).read_only ?? false, environment !== 'dev')
      }
      const caller = render(environment, { HOST_UID: '1234', HOST_GID: '5678' })
      assert.equal(caller.services.api?.user, environment === 'dev' ? '1234:5678' : '1000:1000')
    })

    it('opens sign-up everywhere but in production, which runs several workers', () => {
      const variables = service('api').environment ?? {}
      assert.equal(variables.SIGN_UP, environment === 'prod' ? 'first' : 'open')
      assert.equal(variables.API_WORKERS, environment === 'prod' ? '2' : '1')
    })

    it('is, to the letter, what was reviewed', { skip: whyOtherVersion() }, () => {
      const file = join(import.meta.dirname, 'golden', `${environment}.golden.json`)
      const text = golden(project)
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, text)
      assert.equal(
        text,
        readFileSync(file, 'utf8'),
        'a meant change: UPDATE_GOLDEN=1 node --test e2e/docker-files.test.ts',
      )
    })
  })
}

interface Router {
  rule: string
  entryPoints: string[]
  middlewares: string[]
  service: string
  tls: object
  observability?: object
}

function routes(environment: EnvironmentName) {
  return readYaml(`deploy/traefik/${environment}/dynamic/routes.yml`) as {
    http: {
      routers: Record<string, Router>
      services: Record<string, { loadBalancer: { servers: { url: string }[] } }>
    }
    tls: { certificates?: { certFile: string }[]; options: { default: { minVersion: string } } }
  }
}

/** Releases of Compose print the same project a little differently; the reviewed text is one release's. */
function whyOtherVersion(): string | undefined {
  if (skip) return skip
  const version = compose('prod', ['version', '--short']).trim()
  return version.startsWith('2.26.')
    ? undefined
    : `the reviewed files were rendered by Compose 2.26, this is ${version}`
}

/** The rendering without the blocks that only anchors use, and without this machine's paths. No secret is in it: all are files. */
function golden(project: Rendered): string {
  const entries = Object.entries(project).filter(([key]) => !key.startsWith('x-'))
  const text = JSON.stringify(Object.fromEntries(entries), null, 2)
  return `${text.replaceAll(root, '<checkout>').replaceAll(homedir(), '<home>')}\n`
}
