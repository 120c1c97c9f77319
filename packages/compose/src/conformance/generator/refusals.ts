import type { Chooser } from './chooser.ts'
import { isContainer, Raw, Tagged } from './write.ts'

// One fault put into a stack that is otherwise meant to be accepted: what Compose refuses, we refuse.

type Fields = Record<string, unknown>

/** Values of a wrong type or form for this field or that. */
const WRONG: readonly unknown[] = [
  'words',
  '',
  5,
  2.5,
  -1,
  true,
  null,
  [],
  ['item'],
  [5],
  {},
  { key: 'value' },
  '1.5.2',
  '10x',
  '${WORD',
  '${}',
  '${WORD!}',
  '${NOT_SET:?must be set}',
  '${EMPTY:?must be set}',
  '${NOT_SET?}',
  new Raw('0x1F'),
  new Raw('*nowhere'),
  new Raw('.inf'),
  new Tagged('!!str', 5),
]

/** Whole fields that cannot stand as they are. */
const FAULTS: readonly Fields[] = [
  { unknown_field: 1 },
  { networks: ['nowhere'] },
  { networks: { front: { nothing: 1 } } },
  { volumes: ['nowhere:/x'] },
  { volumes: ['a:b:c:d'] },
  { volumes: [{ type: 'bind', target: '/x' }] },
  { volumes: [{ source: 'data', target: '/x' }] },
  { volumes: [{ type: 'volume', source: 'data' }] },
  { secrets: ['nowhere'] },
  { configs: [{ source: 'nowhere' }] },
  { depends_on: ['nowhere'] },
  { depends_on: ['web'] },
  { depends_on: { db: {} } },
  { depends_on: { db: { condition: 'service_happy' } } },
  { network_mode: 'service:nowhere' },
  { links: ['nowhere'] },
  { ports: ['80:80', '80:80'] },
  { ports: ['99999:80'] },
  { ports: ['1-3:1-2'] },
  { ports: ['a:80'] },
  { ports: ['300.1.1.1:80:80'] },
  { ports: [{ published: 80 }] },
  { healthcheck: { test: ['curl', 'x'] } },
  { healthcheck: { interval: '10' } },
  { healthcheck: { interval: 'soon' } },
  { deploy: { replicas: 2 }, container_name: 'one' },
  { deploy: { replicas: 2 }, scale: 3 },
  { deploy: { resources: { limits: { cpus: '2' } } }, cpus: 1 },
  { deploy: { resources: { reservations: { devices: [{ driver: 'nvidia' }] } } } },
  { command: 'echo "open' },
  { command: ['a', 5] },
  { env_file: 'nowhere.env' },
  { env_file: [{ required: true }] },
  { extends: 'nowhere' },
  { extends: { file: 'nowhere.yml', service: 'x' } },
  { extends: { file: 'parts/common.yml' } },
  { security_opt: ['a', 'a'] },
  { cap_add: ['A', 5] },
  { ulimits: { nofile: { soft: 1 } } },
  { ulimits: { nofile: '5' } },
  { extra_hosts: ['nohost'] },
  { devices: ['a:b:c:d'] },
  { pull_policy: 'sometimes' },
  { build: { context: '.', dockerfile: 'D', dockerfile_inline: 'FROM x' } },
  { build: { secrets: ['nowhere'] } },
  { build: { additional_contexts: { a: 'service:nowhere' } } },
  { develop: { watch: [{ path: '.', action: 'look' }] } },
  { develop: { watch: [{ path: '.', action: 'sync' }] } },
  { develop: { watch: [{ action: 'sync', target: '/x' }] } },
  { gpus: 'some' },
  { gpus: [{ count: 1, device_ids: ['1'] }] },
  { build: { context: '.', ssh: ['k=./key'] } },
  { env_file: [{ path: 'a.env', format: 'raw' }] },
  { volumes: ['c:d:/e'] },
  { platform: 'linux/s390x', build: { context: '.', platforms: ['linux/amd64'] } },
  { oom_score_adj: 5000 },
  { cpu_percent: 500 },
  { mem_limit: 'lots' },
  { shm_size: '64 metres' },
  { stop_grace_period: '5 minutes' },
  { profiles: 'p' },
  { image: '' },
]

/** A field of the service, or a part of it, gets a value that it may not take. */
export function spoilService(c: Chooser, service: Fields): void {
  if (c.chance(0.5)) {
    Object.assign(service, c.pick(FAULTS))
    return
  }
  const names = Object.keys(service).filter((name) => name !== '<<')
  const name = c.pick(names)
  const value = service[name]
  if (isContainer(value) && Object.keys(value).length > 0 && c.chance(0.6)) spoilInside(c, value as Fields)
  else service[name] = c.pick(WRONG)
}

function spoilInside(c: Chooser, value: Fields): void {
  const key = c.pick(Object.keys(value))
  const deeper = value[key]
  if (isContainer(deeper) && Object.keys(deeper).length > 0 && c.chance(0.5)) spoilInside(c, deeper as Fields)
  else value[key] = c.pick(WRONG)
}

/** Something beside the services is wrong. */
export function spoilFile(c: Chooser, file: Fields): void {
  const services = file.services as Fields
  const faults: (() => void)[] = [
    () => Object.assign(services, { 'not a name': { image: 'x' } }),
    () => Object.assign(services, { bare: {} }),
    () => Object.assign(services, { nothing: null }),
    () =>
      Object.assign(services, {
        round: { image: 'x', depends_on: ['trip'] },
        trip: { image: 'x', depends_on: ['round'] },
      }),
    () => Object.assign(services, { me: { image: 'x', extends: 'you' }, you: { image: 'x', extends: 'me' } }),
    () => Object.assign(file, { unknown: {} }),
    () => Object.assign(file, { services: ['web'] }),
    () => Object.assign(file, { networks: { front: { external: true, driver: 'bridge' } } }),
    () => Object.assign(file, { networks: { front: c.pick(WRONG) } }),
    () => Object.assign(file, { volumes: { data: c.pick(WRONG) } }),
    () => Object.assign(file, { volumes: { data: { external: true, labels: { a: 'b' } } } }),
    () => Object.assign(file, { secrets: { one: c.pick(WRONG) } }),
    () => Object.assign(file, { secrets: { one: {} } }),
    () => Object.assign(file, { secrets: { one: { file: 'a', environment: 'b' } } }),
    () => Object.assign(file, { configs: { conf: c.pick(WRONG) } }),
    () => Object.assign(file, { configs: { conf: { content: 'a', file: 'b' } } }),
    () => Object.assign(file, { name: c.pick<unknown>(['', 5, '!!!', null, ['x']]) }),
    () =>
      Object.assign(file, {
        include: c.pick<unknown>(['nowhere.yml', ['nowhere.yml'], [{ path: 5 }], [{ env_file: 'x' }]]),
      }),
  ]
  c.pick(faults)()
}
