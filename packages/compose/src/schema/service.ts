import { build, fileMounts, ulimits } from './build.ts'
import { deploy, deviceCount } from './deploy.ts'
import { stringOf } from '../tree.ts'
import {
  between,
  countOf,
  either,
  fields,
  list,
  named,
  openFields,
  scalarOf,
  set,
  type Shape,
  text,
  word,
} from './shape.ts'
import {
  command,
  driverOptions,
  extraHosts,
  flag,
  NAME,
  number,
  numberOrText,
  pairs,
  textOrList,
  texts,
  textSet,
  whole,
  wholeOrText,
} from './simple.ts'

// The shapes of a service's fields, short and long, as Compose 2.26 accepts them.
// Source: https://github.com/compose-spec/compose-spec/blob/main/spec.md

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
        gw_priority: number,
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
      target: countOf,
      published: wholeOrText,
      protocol: text,
      app_protocol: text,
    }),
  }),
)

const countOrText: Shape = (node, path) => (stringOf(node) === undefined ? countOf : text)(node, path)

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
        tmpfs: fields({ size: countOrText, mode: between(0, 0xffff_ffff, 'number') }),
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
    weight: countOf,
    weight_device: list(fields({ path: text, weight: countOf })),
  }),
  build,
  cap_add: textSet,
  cap_drop: textSet,
  cgroup: word('host', 'private'),
  cgroup_parent: text,
  command,
  configs: fileMounts,
  container_name: text,
  cpu_count: between(0, Number.MAX_SAFE_INTEGER),
  cpu_percent: between(0, 100),
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
      openFields({ capabilities: textSet, count: deviceCount, device_ids: textSet, driver: text, options: pairs }),
    ),
  }),
  group_add: set(wholeOrText),
  healthcheck: fields({
    disable: flag,
    interval: text,
    retries: scalarOf('number'),
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
  label_file: either({ scalar: text, list: texts }),
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
  storage_opt: named(/^/, scalarOf('integer', 'string', 'null')),
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
