import { anything, between, either, fields, list, named, scalarOf, set, type Shape, text, word } from './shape.ts'

// The shapes of a service's fields, short and long, as Compose 2.26 accepts them.
// Source: https://github.com/compose-spec/compose-spec/blob/main/spec.md

export const NAME = /^[a-zA-Z0-9._-]+$/
const flag = scalarOf('boolean')
const whole = scalarOf('integer')
const number = scalarOf('number')
const numberOrText = scalarOf('number', 'string')
const wholeOrText = scalarOf('integer', 'string')
const texts = list(text)
const textSet = set(text)

export const pairs = either({
  mapping: named(/.+/, scalarOf('string', 'number', 'boolean', 'null')),
  list: textSet,
})
export const driverOptions = named(/^.+$/, numberOrText)
const command = either({ scalar: scalarOf('string', 'null'), list: texts })
const textOrList = either({ scalar: text, list: textSet })
const extraHosts = either({
  mapping: named(/.+/, either({ scalar: scalarOf('string', 'number'), list: texts })),
  list: textSet,
})

const fileMounts = list(
  either({ scalar: text, mapping: fields({ source: text, target: text, uid: text, gid: text, mode: number }) }),
)

const ulimits = named(/.+/, either({ scalar: whole, mapping: fields({ hard: whole, soft: whole }, ['soft', 'hard']) }))

const build = either({
  scalar: text,
  mapping: fields({
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    args: pairs,
    ssh: pairs,
    labels: pairs,
    cache_from: texts,
    cache_to: texts,
    no_cache: flag,
    additional_contexts: pairs,
    network: text,
    pull: flag,
    target: text,
    shm_size: wholeOrText,
    extra_hosts: extraHosts,
    isolation: text,
    privileged: flag,
    secrets: fileMounts,
    tags: texts,
    ulimits,
    platforms: texts,
  }),
})

const devices = list(
  fields({ capabilities: textSet, count: wholeOrText, device_ids: textSet, driver: text, options: pairs }, [
    'capabilities',
  ]),
)

const update = fields({
  parallelism: whole,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: number,
  order: word('start-first', 'stop-first'),
})

const deploy = either({
  scalar: scalarOf('null'),
  mapping: fields({
    mode: text,
    endpoint_mode: text,
    replicas: whole,
    labels: pairs,
    rollback_config: update,
    update_config: update,
    resources: fields({
      limits: fields({ cpus: numberOrText, memory: text, pids: whole }),
      reservations: fields({
        cpus: numberOrText,
        memory: text,
        generic_resources: list(fields({ discrete_resource_spec: fields({ kind: text, value: number }) })),
        devices,
      }),
    }),
    restart_policy: fields({ condition: text, delay: text, max_attempts: whole, window: text }),
    placement: fields({
      constraints: texts,
      preferences: list(fields({ spread: text })),
      max_replicas_per_node: whole,
    }),
  }),
})

const hook = fields({ command, user: text, privileged: flag, working_dir: text, environment: pairs })

const develop = either({
  scalar: scalarOf('null'),
  mapping: fields({
    watch: list(
      fields(
        {
          path: text,
          action: word('rebuild', 'sync', 'sync+restart', 'sync+exec', 'restart'),
          target: text,
          ignore: texts,
          exec: hook,
        },
        ['path', 'action'],
      ),
    ),
  }),
})

const networks = either({
  list: textSet,
  mapping: named(
    NAME,
    either({
      scalar: scalarOf('null'),
      mapping: fields({
        aliases: textSet,
        ipv4_address: text,
        ipv6_address: text,
        link_local_ips: textSet,
        mac_address: text,
        driver_opts: driverOptions,
        priority: number,
      }),
    }),
  ),
})

const ports: Shape = set(
  either({
    scalar: scalarOf('number', 'string'),
    mapping: fields({
      name: text,
      mode: text,
      host_ip: text,
      target: whole,
      published: wholeOrText,
      protocol: text,
      app_protocol: text,
    }),
  }),
)

const volumes: Shape = set(
  either({
    scalar: text,
    mapping: fields(
      {
        type: text,
        source: text,
        target: text,
        read_only: flag,
        consistency: text,
        bind: fields({
          propagation: text,
          create_host_path: flag,
          recursive: word('enabled', 'disabled', 'writable', 'readonly'),
          selinux: word('z', 'Z'),
        }),
        volume: fields({ nocopy: flag, subpath: text }),
        tmpfs: fields({ size: wholeOrText, mode: number }),
      },
      ['type'],
    ),
  }),
)

const dependsOn = either({
  list: textSet,
  mapping: named(
    NAME,
    fields(
      {
        restart: flag,
        required: flag,
        condition: word('service_started', 'service_healthy', 'service_completed_successfully'),
      },
      ['condition'],
    ),
  ),
})

const throttle = list(fields({ path: text, rate: wholeOrText }))

export const service = fields({
  annotations: pairs,
  attach: flag,
  blkio_config: fields({
    device_read_bps: throttle,
    device_read_iops: throttle,
    device_write_bps: throttle,
    device_write_iops: throttle,
    weight: whole,
    weight_device: list(fields({ path: text, weight: whole })),
  }),
  build,
  cap_add: textSet,
  cap_drop: textSet,
  cgroup: word('host', 'private'),
  cgroup_parent: text,
  command,
  configs: fileMounts,
  container_name: text,
  cpu_count: either({ scalar: wholeOrText }),
  cpu_percent: either({ scalar: wholeOrText }),
  cpu_period: numberOrText,
  cpu_quota: numberOrText,
  cpu_rt_period: numberOrText,
  cpu_rt_runtime: numberOrText,
  cpu_shares: numberOrText,
  cpus: numberOrText,
  cpuset: text,
  credential_spec: fields({ config: text, file: text, registry: text }),
  depends_on: dependsOn,
  deploy,
  develop,
  device_cgroup_rules: textSet,
  devices: list(either({ scalar: text, mapping: fields({ source: text, target: text, permissions: text }) })),
  dns: textOrList,
  dns_opt: textSet,
  dns_search: textOrList,
  domainname: text,
  entrypoint: command,
  env_file: either({
    scalar: text,
    list: list(either({ scalar: text, mapping: fields({ path: text, format: text, required: flag }, ['path']) })),
  }),
  environment: pairs,
  expose: set(numberOrText),
  extends: either({ scalar: text, mapping: fields({ service: text, file: text }, ['service']) }),
  external_links: textSet,
  extra_hosts: extraHosts,
  gpus: either({
    scalar: word('all'),
    list: list(
      fields({ capabilities: textSet, count: wholeOrText, device_ids: textSet, driver: text, options: pairs }),
    ),
  }),
  group_add: set(numberOrText),
  healthcheck: fields({
    disable: flag,
    interval: text,
    retries: number,
    start_interval: text,
    start_period: text,
    test: either({ scalar: text, list: texts }),
    timeout: text,
  }),
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  label_file: textOrList,
  labels: pairs,
  links: textSet,
  logging: fields({ driver: text, options: named(/^.+$/, scalarOf('string', 'number', 'null')) }),
  mac_address: text,
  mem_limit: numberOrText,
  mem_reservation: wholeOrText,
  mem_swappiness: wholeOrText,
  memswap_limit: numberOrText,
  network_mode: text,
  networks,
  oom_kill_disable: flag,
  oom_score_adj: between(-1000, 1000),
  pid: scalarOf('string', 'null'),
  pids_limit: numberOrText,
  platform: text,
  ports,
  post_start: list(hook),
  pre_stop: list(hook),
  privileged: flag,
  profiles: textSet,
  pull_policy: word('always', 'never', 'if_not_present', 'build', 'missing'),
  read_only: flag,
  restart: text,
  runtime: text,
  scale: whole,
  secrets: fileMounts,
  security_opt: textSet,
  shm_size: numberOrText,
  stdin_open: flag,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: either({ mapping: anything }),
  sysctls: pairs,
  tmpfs: textOrList,
  tty: flag,
  ulimits,
  user: text,
  userns_mode: text,
  uts: text,
  volumes,
  volumes_from: textSet,
  working_dir: text,
})
