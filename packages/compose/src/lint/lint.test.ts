import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadProject, type Project } from '../load.ts'
import { type Finding, lint, PRODUCTION_RULES, RULES, sharedVolumes } from './lint.ts'

const service = (body: string): string => `services:\n  api:\n    image: x\n${body.replace(/^/gm, '    ')}\n`
const postgres = (body: string): string => service(body).replace('image: x', 'image: postgres:16-alpine')

function findings(layers: string[] | Record<string, string>, files: Record<string, string> = {}): Finding[] {
  const named = Array.isArray(layers)
    ? Object.fromEntries(layers.map((text, index) => [`layer${index}.yml`, text]))
    : layers
  const project = loadProject({
    files: Object.keys(named),
    environment: { HOME: '/home/me' },
    projectDirectory: '/project',
    profiles: ['*'],
    readFile: (path) =>
      named[path] ?? files[path] ?? (path.endsWith('.env') && path !== '/project/.env' ? '' : undefined),
  })
  return lint(project, [...RULES, ...PRODUCTION_RULES])
}

/** Each rule: layers that break it, the place that is named, and layers that keep it. */
const RULES_BROKEN: { rule: string; broken: string[]; at: string; kept: string[] }[] = [
  {
    rule: 'own-name',
    broken: ['name: a\n', service('user: x')],
    at: 'layer1.yml:1',
    kept: ['', `name: b\n${service('user: x')}`],
  },
  {
    rule: 'map-form',
    broken: [service('environment: [A=1]')],
    at: 'layer0.yml:4',
    kept: [service('environment: {A: 1}')],
  },
  {
    rule: 'map-form',
    broken: [service('build: {args: [A=1]}')],
    at: 'layer0.yml:4',
    kept: [service('build: {args: {A: 1}}')],
  },
  {
    rule: 'ports-override',
    broken: [service('ports: ["1:1"]'), service('ports: ["2:2"]')],
    at: 'layer1.yml:4',
    kept: [service('ports: ["1:1"]'), service('ports: !override ["2:2"]')],
  },
  {
    rule: 'repeated-options',
    broken: [service('security_opt: [a]'), service('security_opt: [b]')],
    at: 'layer1.yml:4',
    kept: [service('security_opt: [a]'), service('user: x')],
  },
  {
    rule: 'known-service',
    broken: [service('user: x'), 'services:\n  apo: {image: y}\n'],
    at: 'layer1.yml:2',
    kept: [service('user: x'), 'services:\n  apo: {image: y, x-new: true}\n'],
  },
  {
    rule: 'reset-without-effect',
    broken: [service('environment: [A=1]'), service('environment: {A: !reset null}')],
    at: 'layer1.yml:4',
    kept: [service('environment: {A: "1"}'), service('environment: {A: !reset null}')],
  },
  {
    rule: 'reset-without-effect',
    broken: [
      service('environment: {A: "1"}'),
      service('environment: {B: "1"}'),
      service('environment: {A: !reset null}'),
    ],
    at: 'layer2.yml:4',
    kept: [service('labels: {A: "1"}')],
  },
  {
    rule: 'override-loses',
    broken: [service('deploy: {resources: {limits: {pids: 5}}}'), service('deploy: !override {replicas: 1}')],
    at: 'layer1.yml:4',
    kept: [service('deploy: {replicas: 2}'), service('deploy: !override {replicas: 1}')],
  },
  {
    rule: 'clears-nothing',
    broken: [service('ports: ["1:1"]'), service('ports: []')],
    at: 'layer1.yml:4',
    kept: [service('ports: ["1:1"]'), service('ports: !reset []')],
  },
  {
    rule: 'clears-nothing',
    broken: [service('environment: {A: "1"}'), service('environment: null')],
    at: 'layer1.yml:4',
    kept: [service('environment: {A: "1"}'), service('environment: !reset null')],
  },
  {
    rule: 'check-stays-off',
    broken: [service('healthcheck: {disable: true}'), service('healthcheck: {test: [CMD, a]}')],
    at: 'layer1.yml:4',
    kept: [service('healthcheck: {disable: true}'), service('healthcheck: {test: [CMD, a], disable: false}')],
  },
  {
    rule: 'two-bindings',
    broken: [service('ports: ["8000:8000"]'), service('ports: ["127.0.0.1:8000:8000"]')],
    at: 'layer1.yml:4',
    kept: [service('ports: ["8000:8000"]'), service('ports: ["8001:8001"]')],
  },
  {
    rule: 'null-variable',
    broken: [service('environment: {A: "1"}'), service('environment: {A: null}')],
    at: 'layer1.yml:4',
    kept: [service('environment: {A: null}')],
  },
  {
    rule: 'tmpfs-twice',
    broken: [service('tmpfs: [/tmp]'), service('tmpfs: ["/tmp:size=1m"]')],
    at: 'layer1.yml:4',
    kept: [service('tmpfs: ["/tmp:size=1m"]'), service('tmpfs: ["/tmp:size=2m"]')],
  },
  {
    rule: 'weaker-dependency',
    broken: [
      `${service('depends_on: {b: {condition: service_healthy}}')}  b: {image: b}\n`,
      service('depends_on: [b]'),
    ],
    at: 'layer1.yml:4',
    kept: [
      `${service('depends_on: {b: {condition: service_started}}')}  b: {image: b}\n`,
      service('depends_on: {b: {condition: service_healthy}}'),
    ],
  },
  {
    rule: 'inherited-build',
    broken: [service('build: .'), 'services:\n  api:\n    image: postgres\n'],
    at: 'layer1.yml:3',
    kept: [service('build: .'), 'services:\n  api:\n    image: postgres\n    build: !reset null\n'],
  },
  {
    rule: 'host-twice',
    broken: [service('extra_hosts: ["a=1.1.1.1"]'), service('extra_hosts: ["a=2.2.2.2"]')],
    at: 'layer1.yml:4',
    kept: [service('extra_hosts: ["a=1.1.1.1", "a=2.2.2.2"]')],
  },
  {
    rule: 'drive-letter-volume',
    broken: [service('volumes: ["v:/data"]')],
    at: 'layer0.yml:4',
    kept: [`${service('volumes: ["vv:/data"]')}volumes: {vv: }\n`],
  },
  {
    rule: 'command-cut',
    broken: [service('command: a && b')],
    at: 'layer0.yml:4',
    kept: [service('command: [sh, -c, a && b]')],
  },
  {
    rule: 'fixed-identity',
    broken: [service('container_name: one')],
    at: 'layer0.yml:4',
    kept: [service('hostname: one')],
  },
  {
    rule: 'health-check',
    broken: [service('healthcheck: {disable: true}')],
    at: 'layer0.yml:4',
    kept: [service('healthcheck: {test: [CMD, a]}')],
  },
  {
    rule: 'health-check',
    broken: [service('user: x')],
    at: 'layer0.yml:3',
    kept: [
      `${service('healthcheck: {test: [CMD, a]}\ndepends_on: {once: {condition: service_completed_successfully}}')}  once: {image: x}\n`,
    ],
  },
  {
    rule: 'guarded-variables',
    broken: [service('user: $WHO')],
    at: 'layer0.yml:4',
    kept: [service('user: ${WHO:-me}\nhostname: "${COMPOSE_PROJECT_NAME}"')],
  },
  {
    rule: 'guarded-variables',
    broken: [service('user: "${UID_SET:+a${OTHER}}"')],
    at: 'layer0.yml:4',
    kept: [service('user: "${UID_SET:+a${OTHER:-}}"')],
  },
  {
    rule: 'public-data',
    broken: [postgres('ports: ["5432:5432"]')],
    at: 'layer0.yml:4',
    kept: [postgres('ports: ["127.0.0.1:5432:5432"]')],
  },
  {
    rule: 'override-loses',
    broken: [
      `${service('networks: {front: {aliases: [a]}}')}networks: {front: }\n`,
      service('networks: !override [front]'),
    ],
    at: 'layer1.yml:4',
    kept: [`${service('networks: {front: }')}networks: {front: }\n`, service('networks: !override [front]')],
  },
  {
    rule: 'profiles-add',
    broken: [service('profiles: [test]'), service('profiles: [debug]')],
    at: 'layer1.yml:4',
    kept: [service('profiles: [debug]'), service('profiles: !override [debug, test]')],
  },
  {
    rule: 'env-files-add',
    broken: [service('env_file: a.env'), service('env_file: b.env')],
    at: 'layer1.yml:4',
    kept: [service('env_file: a.env'), service('env_file: !override [b.env]')],
  },
  {
    rule: 'capability-both',
    broken: [service('cap_add: [SYS_ADMIN]'), service('cap_drop: [SYS_ADMIN]')],
    at: 'layer1.yml:4',
    kept: [service('cap_add: [SYS_ADMIN]'), service('cap_drop: [ALL]')],
  },
  {
    rule: 'external-stays',
    broken: [`${service('secrets: [s]')}secrets: {s: {external: true}}\n`, 'secrets:\n  s:\n    file: ./s\n'],
    at: 'layer1.yml:3',
    kept: [
      `${service('secrets: [s]')}secrets: {s: {external: true}}\n`,
      'secrets:\n  s: {file: ./s, external: false}\n',
    ],
  },
  {
    rule: 'shared-data',
    broken: [`name: one\n${service('volumes: ["data:/d"]')}volumes:\n  data:\n    name: data\n`, 'name: two\n'],
    at: 'layer0.yml:8',
    kept: [`name: one\n${service('volumes: ["data:/d"]')}volumes: {data: }\n`, 'name: two\n'],
  },
  {
    rule: 'unused-resource',
    broken: [`${service('volumes: ["data:/d"]')}volumes:\n  data:\n  old:\n`],
    at: 'layer0.yml:7',
    kept: [`${service('volumes: ["data:/d"]')}volumes: {data: }\nnetworks: {default: {}}\n`],
  },
  {
    rule: 'owner-ignored',
    broken: [`${service('secrets: [{source: s, mode: 0400}]')}secrets: {s: {file: ./s}}\n`],
    at: 'layer0.yml:4',
    kept: [`${service('secrets: [{source: s, mode: 0400}]')}secrets: {s: {environment: S}}\n`],
  },
  {
    rule: 'two-mounts',
    broken: [postgres('volumes: ["data:/d"]') + 'volumes: {data: }\n', postgres('tmpfs: [/d]')],
    at: 'layer1.yml:4',
    kept: [postgres('volumes: ["data:/d"]') + 'volumes: {data: }\n', postgres('volumes: !reset []\ntmpfs: [/d]')],
  },
  {
    rule: 'mounted-source',
    broken: [service('volumes: ["./src:/app"]')],
    at: 'layer0.yml:4',
    kept: [service('volumes: ["./a.conf:/a.conf:ro", "/srv/x:/x"]')],
  },
  {
    rule: 'data-in-memory',
    broken: [postgres('tmpfs: ["/var/lib/postgresql/data:size=1g"]')],
    at: 'layer0.yml:4',
    kept: [postgres('tmpfs: [/tmp]')],
  },
  {
    rule: 'debug-port',
    broken: [service('ports: ["127.0.0.1:9229:9229"]')],
    at: 'layer0.yml:4',
    kept: [service('ports: ["80:80"]')],
  },
  {
    rule: 'default-secret',
    broken: [service('environment: {DB_PASSWORD: "${DB_PASSWORD:-changeme}"}')],
    at: 'layer0.yml:4',
    kept: [service('environment: {DB_PASSWORD_FILE: /run/secrets/x, DB_PASSWORD: "${DB_PASSWORD:-}"}')],
  },
]

for (const { rule, broken, at, kept } of RULES_BROKEN) {
  test(`${rule} names ${at} in ${JSON.stringify(broken.at(-1))}, and nothing in ${JSON.stringify(kept.at(-1))}`, () => {
    const found = findings(broken).filter((finding) => finding.rule === rule)
    assert.deepEqual(
      found.map((finding) => `${finding.at.file}:${finding.at.line}`),
      [at],
    )
    assert.ok(found[0]?.suggestion)
    assert.deepEqual(
      findings(kept.filter((text) => text !== '')).filter((finding) => finding.rule === rule),
      [],
    )
  })
}

test('every rule has a case', () => {
  const tried = new Set(RULES_BROKEN.map(({ rule }) => rule))
  const elsewhere = ['no-compose-variables', 'relative-to-first-file']
  assert.deepEqual(
    [...RULES, ...PRODUCTION_RULES].map(({ name }) => name).filter((name) => !tried.has(name)),
    elsewhere,
  )
})

test('no-compose-variables names the line of the env file', () => {
  const found = findings([service('user: x')], { '/project/.env': 'A=1\nCOMPOSE_PROJECT_NAME=one\n' })
  assert.deepEqual(
    found.filter(({ rule }) => rule === 'no-compose-variables').map(({ at }) => `${at.file}:${at.line}`),
    ['.env:2'],
  )
})

test('relative-to-first-file names the path of a layer in another folder', () => {
  const layer = service('volumes: ["./a:/a"]')
  const found = findings({ 'base.yml': service('user: x'), 'deploy/over.yml': layer })
  assert.equal(found.find(({ rule }) => rule === 'relative-to-first-file')?.at.file, 'deploy/over.yml')
  assert.ok(!findings({ 'base.yml': layer, 'over.yml': layer }).some(({ rule }) => rule === 'relative-to-first-file'))
})

test('a comment silences a rule on its line, with a reason only', () => {
  const silenced = (comment: string): boolean =>
    !findings([`services:\n  api:\n    image: x\n    ${comment}\n    container_name: one\n`]).some(
      ({ rule }) => rule === 'fixed-identity',
    )
  assert.ok(silenced('# lint-ignore fixed-identity: one machine, one copy'))
  assert.ok(!silenced('# lint-ignore fixed-identity:'))
  assert.ok(!silenced('# lint-ignore health-check: another rule'))
})

test('a mapping of nothing but resets clears something', () => {
  const found = findings([service('environment: {A: "1", B: "2"}'), service('environment:\n  A: !reset null')])
  assert.ok(!found.some(({ rule }) => rule === 'clears-nothing'))
})

test('a check that a later layer disables is meant to be off', () => {
  const found = findings([service('healthcheck: {test: [CMD, a]}'), service('healthcheck: {disable: true}')])
  assert.ok(!found.some(({ rule }) => rule === 'check-stays-off'))
})

test('a comment that silences nothing is a finding itself', () => {
  const found = findings([
    `services:\n  api:\n    image: x # lint-ignore fixed-identity\n    user: x # lint-ignore nothing: y\n`,
  ])
  assert.deepEqual(
    found.filter(({ rule }) => rule === 'bad-ignore').map(({ at, message }) => [at.line, message]),
    [
      [3, 'this silences nothing without a reason'],
      [4, 'there is no rule "nothing"'],
    ],
  )
})

describe('our own four files', () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  const layers = {
    prod: ['docker-compose.yml'],
    dev: ['docker-compose.yml', 'docker-compose.dev.yml'],
    testing: ['docker-compose.yml', 'docker-compose.test.yml'],
    ci: ['docker-compose.yml', 'docker-compose.test.yml', 'docker-compose.ci.yml'],
  }
  const load = (files: string[]): Project =>
    loadProject({
      files,
      environment: { HOME: '/home/me' },
      projectDirectory: root,
      readFile: (path) => (files.includes(path) ? readFileSync(root + path, 'utf8') : undefined),
    })

  for (const [environment, files] of Object.entries(layers)) {
    test(`${environment} has no finding`, () => {
      assert.deepEqual(lint(load(files), environment === 'prod' ? [...RULES, ...PRODUCTION_RULES] : RULES), [])
    })
  }

  test('no two environments share a volume', () => {
    const projects = Object.fromEntries(Object.entries(layers).map(([name, files]) => [name, load(files)]))
    assert.deepEqual(sharedVolumes(projects), [])
    assert.deepEqual(sharedVolumes({ a: load(layers.prod), b: load(layers.prod) })[0]?.environments, ['a', 'b'])
  })
})
