import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { environmentNames, environments } from '../cli/src/environments.ts'
import { compose, type Rendered, readYaml, render, root, whyNoCompose } from './docker-render.ts'

// Rules that keep layered files out of known traps and containers out of reach of each other and of the host.
const skip = whyNoCompose()
if (skip) console.log(`docker-files-rules.test.ts is skipped: ${skip}`)

const files = [...new Set(environmentNames.flatMap((name) => environments[name].layers))]
const layers = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8'), tree: readYaml(file) }))
const [base, ...overlays] = layers as [Layer, ...Layer[]]
type Layer = { file: string; text: string; tree: Record<string, unknown> }
type Block = Record<string, unknown>
const servicesOf = (layer: Layer) => layer.tree.services as Record<string, Block>

describe('the compose files', { skip }, () => {
  it('are each named for their environment, and nothing committed names a project elsewhere', () => {
    assert.deepEqual(Object.fromEntries(layers.map(({ file, tree }) => [file, tree.name])), {
      'docker-compose.yml': 'ichrisbirch-prod',
      'docker-compose.dev.yml': 'ichrisbirch-dev',
      'docker-compose.test.yml': 'ichrisbirch-test',
      'docker-compose.ci.yml': 'ichrisbirch-ci',
    })
    assert.doesNotMatch(readFileSync(join(root, '.env.example'), 'utf8'), /^#? ?COMPOSE_/m)
  })

  it('write environment, labels, dependencies, build arguments and sysctls as maps, so that a layer can take one out', () => {
    for (const { file, tree } of layers) {
      for (const [name, service] of Object.entries(tree.services as Record<string, Block>)) {
        const build = (service.build ?? {}) as Block
        for (const key of ['environment', 'labels', 'depends_on', 'sysctls']) {
          assert.ok(!Array.isArray(service[key]), `${file}: ${name}.${key} is a list`)
        }
        assert.ok(!Array.isArray(build.args), `${file}: ${name}.build.args is a list`)
      }
    }
  })

  it('override ports and never add to them, and take out whole lists only', () => {
    for (const { file, text } of overlays) {
      assert.doesNotMatch(text, /^ +ports:(?! !override)/m, file)
      assert.doesNotMatch(text, /^ +- !reset/m, `${file}: Compose ignores !reset on an item of a list`)
      assert.doesNotMatch(
        text,
        /: !reset null/,
        `${file}: Compose ignores it on a variable that two layers have merged`,
      )
    }
  })

  it('pin no container name, address, link or host name', () => {
    for (const { file, text } of layers) {
      assert.doesNotMatch(text, /^ +(container_name|links|external_links|ipv4_address|ipv6_address|hostname):/m, file)
    }
  })

  it('give security options in the base alone: said twice, they make a project invalid', () => {
    for (const layer of overlays) {
      for (const [name, service] of Object.entries(servicesOf(layer))) {
        for (const key of ['security_opt', 'group_add', 'cap_add', 'cap_drop']) {
          assert.equal(service[key], undefined, `${layer.file}: ${name}.${key}`)
        }
      }
    }
  })

  it('lay nothing over a service that the base does not have', () => {
    for (const layer of overlays) {
      for (const name of Object.keys(servicesOf(layer))) assert.ok(name in servicesOf(base), `${layer.file}: ${name}`)
    }
  })

  it('read only variables that have a safe default and are documented', () => {
    const documented = [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^# ([A-Z\d_]+)=/gm)].map(
      ([, name]) => name,
    )
    // Set by the command-line tool, and not meant to be set by a person.
    const made = ['COMPOSE_PROJECT_NAME', 'HOST_UID', 'HOST_GID', 'ICHRISBIRCH_STATE']
    const read = new Set(environmentNames.flatMap((name) => variablesOf(name)))
    assert.deepEqual([...read].sort(), [...documented, ...made].sort())
    // No ${NAME} without a default and no ${NAME:?}, which would break the environments that never need the value.
    for (const { file, text } of layers) {
      const bare = [...text.replace(/^ *#.*/gm, '').matchAll(/(?<!\$)\$\{([A-Z\d_]+)(\}|:?\?)/g)].map(
        ([, name]) => name,
      )
      assert.deepEqual(
        bare.filter((name) => name !== 'COMPOSE_PROJECT_NAME'),
        [],
        file,
      )
    }
  })

  it('leave production unreachable rather than wrongly addressed when DOMAIN is forgotten', () => {
    const { environment = {} } = render('prod').services.api ?? {}
    assert.deepEqual([environment.API_ORIGIN, environment.APP_ORIGIN, environment.CHAT_ORIGIN], ['', '', ''])
  })
})

for (const name of environmentNames) {
  describe(`every container of ${name}`, { skip }, () => {
    const project = skip ? ({ services: {} } as Rendered) : render(name)
    const services = Object.entries(project.services)

    it('has a health check, or is a one-shot that somebody waits for to succeed', () => {
      for (const [service, { healthcheck, restart }] of services) {
        if (healthcheck?.test && !healthcheck.disable) continue
        const waiting = services.filter(
          ([, { depends_on = {} }]) => depends_on[service]?.condition === 'service_completed_successfully',
        )
        assert.deepEqual([restart, waiting.map(([each]) => each)], ['no', ['api', 'scheduler']], service)
      }
    })

    it('waits for the health of what it needs', () => {
      const needs = Object.fromEntries(
        services.map(([service, { depends_on = {} }]) => [
          service,
          Object.entries(depends_on).map(([each, { condition }]) => `${each} ${condition.replace('service_', '')}`),
        ]),
      )
      const data = ['migrate completed_successfully', 'postgres healthy']
      assert.deepEqual(needs, {
        postgres: [],
        redis: [],
        migrate: ['postgres healthy'],
        api: [...data, 'redis healthy'],
        scheduler: data,
        app: ['api healthy'],
        chat: ['api healthy'],
        traefik: ['api healthy', 'app healthy', 'chat healthy'],
      })
    })

    it('runs as a numeric user other than root, without capabilities and without a way to gain any', () => {
      for (const [service, { user, cap_drop, cap_add, security_opt }] of services) {
        assert.match(user ?? '', /^[1-9]\d*:[1-9]\d*$/, service)
        assert.deepEqual([cap_drop, cap_add, security_opt], [['ALL'], undefined, ['no-new-privileges:true']], service)
      }
    })

    it('shares no namespace or device with the host, and mounts no folder of the system or socket', () => {
      for (const [service, definition] of services) {
        for (const key of ['privileged', 'network_mode', 'pid', 'ipc', 'uts', 'userns_mode', 'devices', 'cgroup']) {
          assert.equal(definition[key], undefined, `${service}.${key}`)
        }
        for (const { type, source = '', read_only, target } of definition.volumes ?? []) {
          if (type !== 'bind') continue
          const known = source.startsWith(`${root}/`) || source === join(homedir(), '.config/aws')
          assert.ok(known, `${service} mounts ${source}`)
          assert.ok(read_only, `${service}: ${target} is writable`)
        }
      }
    })

    it('has limits of memory, processors and processes, rotated logs, an init process and a restart policy', () => {
      for (const [service, { deploy, logging, init, restart }] of services) {
        const { cpus = 0, memory = '0', pids = 0 } = deploy?.resources.limits ?? {}
        // More processors than a small server has would be refused there.
        assert.ok(cpus > 0 && cpus <= 1 && Number(memory) > 0 && pids > 0, service)
        assert.deepEqual(logging, { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } }, service)
        assert.deepEqual([init, restart], [true, service === 'migrate' ? 'no' : 'unless-stopped'], service)
      }
    })

    it('writes only to volumes and to sized tmpfs that run nothing', () => {
      for (const [service, { read_only, tmpfs = [] }] of services) {
        assert.ok(read_only || name === 'dev', service)
        for (const entry of tmpfs) assert.match(entry, /^\/[a-z/]+:size=\d+[mg],noexec,nosuid,nodev,/, service)
      }
    })

    it('gets secrets as files only', () => {
      const state = join(root, '.ichrisbirch', name, 'secrets')
      for (const [secret, { file }] of Object.entries(project.secrets)) assert.equal(file, join(state, secret))
      for (const [service, { environment = {}, command, secrets = [] }] of services) {
        for (const [key, value] of Object.entries(environment)) {
          if (!/PASSWORD|SECRET|KEY|TOKEN|CODE/.test(key) || key.startsWith('AWS_')) continue
          assert.match(key, /_FILE$/, `${service}.${key}`)
          assert.ok(
            secrets.some(({ target }) => target === value),
            `${service}: ${value} is not mounted`,
          )
        }
        assert.doesNotMatch(JSON.stringify(environment), /:[^/@"]+@/, `${service}: a password in an address`)
        assert.doesNotMatch(String(command), /--requirepass|password=/, service)
      }
    })
  })
}

describe('layers that must not meet', { skip }, () => {
  it('testing and ci mount no volume at all, and every environment keeps its own names', () => {
    const projects = environmentNames.map((name) => render(name))
    const volumes = projects.flatMap((project) => Object.values(project.volumes ?? {}).map((volume) => volume.name))
    assert.deepEqual(volumes.sort(), [
      'ichrisbirch-dev_backups',
      'ichrisbirch-dev_postgres_data',
      'ichrisbirch-prod_backups',
      'ichrisbirch-prod_letsencrypt',
      'ichrisbirch-prod_postgres_data',
    ])
    const secrets = projects.flatMap((project) => Object.values(project.secrets).map(({ file }) => file))
    assert.equal(new Set(secrets).size, secrets.length)
  })

  it('production mounts no file of ours but its routes', () => {
    const binds = Object.values(render('prod').services).flatMap(({ volumes = [] }) =>
      volumes.filter(({ type }) => type === 'bind'),
    )
    assert.deepEqual(
      binds.map(({ source }) => source),
      [join(root, 'deploy/traefik/prod')],
    )
  })

  it('the routes of the environments differ in names, certificates and the dashboard alone', () => {
    const folders = readdirSync(join(root, 'deploy/traefik')).sort()
    assert.deepEqual(folders, [...environmentNames].sort())
    const common = folders.map((folder) => {
      const { http } = readYaml(`deploy/traefik/${folder}/dynamic/routes.yml`) as {
        http: Record<string, Record<string, Block>>
      }
      const headers = { ...(http.middlewares?.security?.headers as Block) }
      if (folder === 'prod') {
        assert.equal(headers.stsSeconds, 31536000)
        delete headers.stsSeconds
        delete headers.stsIncludeSubdomains
      }
      return { services: http.services, headers }
    })
    for (const each of common) assert.deepEqual(each, common[0])
  })

  it('Traefik reads files, sends no statistics and answers plain HTTP with a redirect only', () => {
    for (const folder of environmentNames) {
      const configuration = readYaml(`deploy/traefik/${folder}/traefik.yml`) as Record<string, Block>
      assert.deepEqual(Object.keys(configuration.providers ?? {}), ['file'])
      assert.deepEqual(configuration.global, { checkNewVersion: false, sendAnonymousUsage: false })
      const entryPoints = configuration.entryPoints as { web: { http: { redirections: { entryPoint: Block } } } }
      assert.equal(entryPoints.web.http.redirections.entryPoint.scheme, 'https')
      assert.equal(configuration.certificatesResolvers !== undefined, folder === 'prod')
    }
  })
})

/** What Compose itself says that the files of an environment read. */
function variablesOf(name: (typeof environmentNames)[number]): string[] {
  const [, ...rows] = compose(name, ['config', '--variables']).trim().split('\n')
  return rows.map((row) => row.split(/\s+/)[0] as string)
}
