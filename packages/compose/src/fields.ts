import {
  bytes,
  command,
  duration,
  durationUnlessZero,
  type Emit,
  environmentMap,
  type Fields,
  flag,
  flagOrFalse,
  float32,
  healthTest,
  type Json,
  listOf,
  mapOf,
  number,
  numberOrZero,
  object,
  text,
  textMap,
  texts,
  whole,
  wholeUnlessZero,
} from './output.ts'
import { type Node, textOf } from './tree.ts'
import { bytesOf } from './units.ts'

// Every field of the Compose model in its long form, and how it is printed. Names are those of the specification.

/** A limit of 0 is printed as a limit that says nothing. */
const ulimit: Emit = (node) =>
  node.kind === 'mapping' ? object({ soft: number, hard: number })(node) : (number(node) ?? {})

/** Printed in the order of the alphabet, whatever the order in the file; a host without an address is printed as no host. */
const hosts: Emit = (node) => {
  if (node.kind === 'mapping') return node.entries.size === 0 ? undefined : []
  const printed = texts(node) as string[] | undefined
  return printed?.toSorted()
}

const fileMount = object({ source: text, target: text, uid: text, gid: text, mode: whole })

/** Keys for the build, each with the socket or file that it comes from. */
const ssh: Emit = (node) => {
  if (node.kind !== 'mapping') return texts(node)
  if (node.entries.size === 0) return undefined
  return [...node.entries].map(([key, value]) => (textOf(value) === '' ? key : `${key}=${textOf(value)}`))
}

const build = object({
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: texts,
  args: textMap,
  ssh,
  labels: textMap,
  cache_from: texts,
  cache_to: texts,
  no_cache: flag,
  additional_contexts: textMap,
  pull: flag,
  extra_hosts: hosts,
  isolation: text,
  network: text,
  target: text,
  secrets: listOf(fileMount),
  shm_size: bytes,
  tags: texts,
  ulimits: mapOf(ulimit),
  platforms: texts,
  privileged: flag,
})

const deviceCount: Emit = (node) => (node.kind === 'scalar' && node.value === 'all' ? -1 : number(node))

const deviceRequest = object({
  capabilities: texts,
  driver: text,
  count: deviceCount,
  device_ids: texts,
  options: textMap,
})

/** Both fields are printed, written or not. */
const genericResource: Emit = (node) => {
  const printed = object({ kind: text, value: whole })(node)
  return printed && { kind: '', value: 0, ...(printed as { [key: string]: Json }) }
}

const resources: Fields = {
  cpus: float32,
  memory: bytes,
  pids: number,
  devices: listOf(deviceRequest),
  generic_resources: listOf(object({ discrete_resource_spec: genericResource })),
}

const update = object({
  parallelism: numberOrZero,
  delay: durationUnlessZero,
  failure_action: text,
  monitor: durationUnlessZero,
  max_failure_ratio: float32,
  order: text,
})

const placement = object({
  constraints: texts,
  preferences: listOf(object({ spread: text })),
  max_replicas_per_node: number,
})

const deployFields = object({
  mode: text,
  replicas: numberOrZero,
  labels: textMap,
  update_config: update,
  rollback_config: update,
  resources: object({ limits: object(resources), reservations: object(resources) }),
  restart_policy: object({ condition: text, delay: duration, max_attempts: numberOrZero, window: duration }),
  placement,
  endpoint_mode: text,
})

/** The program prints an empty `resources` and `placement` with every `deploy`. */
const deploy: Emit = (node) => {
  const printed = deployFields(node)
  return printed === undefined ? undefined : { resources: {}, placement: {}, ...(printed as { [key: string]: Json }) }
}

const throttle = listOf((node: Node) => {
  if (node.kind !== 'mapping') return null
  const [path, rate] = [node.entries.get('path'), node.entries.get('rate')]
  return { Path: (path && text(path)) ?? '', Rate: rate ? String(bytesOf(rate)) : '0' }
})

const weights = listOf((node: Node) => {
  if (node.kind !== 'mapping') return null
  const [path, weight] = [node.entries.get('path'), node.entries.get('weight')]
  return { Path: (path && text(path)) ?? '', Weight: (weight && numberOrZero(weight)) ?? 0 }
})

const volume = object({
  type: text,
  source: text,
  target: text,
  read_only: flag,
  consistency: text,
  bind: object({ propagation: text, selinux: text, create_host_path: flag, recursive: text }),
  volume: object({ nocopy: flag, subpath: text }),
  tmpfs: object({ size: bytes, mode: wholeUnlessZero }),
})

const port = object({
  name: text,
  mode: text,
  host_ip: text,
  target: number,
  published: text,
  protocol: text,
  app_protocol: text,
})

const hookFields = object({ command, user: text, privileged: flag, working_dir: text, environment: environmentMap })

/** The program prints the command of a hook even where there is none. */
const hook: Emit = (node) => {
  const printed = hookFields(node)
  return printed === undefined ? undefined : { command: null, ...(printed as { [key: string]: Json }) }
}

const trigger: Emit = (node) => {
  const printed = object({ path: text, action: text, target: text, exec: hook, ignore: texts })(node)
  return printed && { exec: { command: null }, ...(printed as { [key: string]: Json }) }
}

const dns: Emit = (node) =>
  (texts(node) as string[] | undefined)?.some((each) => each !== '') ? texts(node) : undefined

const serviceNetwork: Emit = (node) =>
  object({
    priority: wholeUnlessZero,
    aliases: texts,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: texts,
    mac_address: text,
    driver_opts: textMap,
  })(node) ?? null

const service: Fields = {
  profiles: texts,
  annotations: textMap,
  attach: flagOrFalse,
  build,
  develop: object({ watch: listOf(trigger) }),
  blkio_config: object({
    weight: number,
    weight_device: weights,
    device_read_bps: throttle,
    device_read_iops: throttle,
    device_write_bps: throttle,
    device_write_iops: throttle,
  }),
  cap_add: texts,
  cap_drop: texts,
  cgroup_parent: text,
  cgroup: text,
  cpu_count: wholeUnlessZero,
  cpu_percent: float32,
  cpu_period: wholeUnlessZero,
  cpu_quota: wholeUnlessZero,
  cpu_rt_period: wholeUnlessZero,
  cpu_rt_runtime: wholeUnlessZero,
  cpus: float32,
  cpuset: text,
  cpu_shares: wholeUnlessZero,
  command,
  configs: listOf(fileMount),
  container_name: text,
  credential_spec: object({ config: text, file: text, registry: text }),
  depends_on: mapOf(object({ condition: text, restart: flag, required: flagOrFalse })),
  deploy,
  device_cgroup_rules: texts,
  devices: listOf(object({ source: text, target: text, permissions: text })),
  dns,
  dns_opt: texts,
  dns_search: texts,
  domainname: text,
  entrypoint: command,
  environment: environmentMap,
  expose: texts,
  external_links: texts,
  extra_hosts: hosts,
  group_add: texts,
  gpus: listOf(deviceRequest),
  hostname: text,
  healthcheck: object({
    test: healthTest,
    timeout: duration,
    interval: duration,
    retries: whole,
    start_period: duration,
    start_interval: duration,
    disable: flag,
  }),
  image: text,
  init: flagOrFalse,
  ipc: text,
  isolation: text,
  labels: textMap,
  links: texts,
  logging: object({ driver: text, options: textMap }),
  mem_limit: bytes,
  mem_reservation: bytes,
  memswap_limit: bytes,
  mem_swappiness: bytes,
  mac_address: text,
  network_mode: text,
  networks: mapOf(serviceNetwork),
  oom_kill_disable: flag,
  oom_score_adj: number,
  pid: text,
  pids_limit: wholeUnlessZero,
  platform: text,
  ports: listOf(port),
  post_start: listOf(hook),
  pre_stop: listOf(hook),
  privileged: flag,
  pull_policy: text,
  read_only: flag,
  restart: text,
  runtime: text,
  scale: numberOrZero,
  secrets: listOf(fileMount),
  security_opt: texts,
  shm_size: bytes,
  stdin_open: flag,
  stop_grace_period: duration,
  stop_signal: text,
  storage_opt: textMap,
  sysctls: textMap,
  tmpfs: texts,
  tty: flag,
  ulimits: mapOf(ulimit),
  user: text,
  userns_mode: text,
  uts: text,
  volumes: listOf(volume),
  volumes_from: texts,
  working_dir: text,
}

export const emitService: Emit = (node) => ({
  command: null,
  entrypoint: null,
  ...(object(service)(node) as { [key: string]: Json }),
})

const ipam = object({
  driver: text,
  config: listOf(object({ subnet: text, gateway: text, ip_range: text, aux_addresses: textMap })),
})

export const emitNetwork: Emit = (node) => ({
  ipam: {},
  ...(object({
    name: text,
    driver: text,
    driver_opts: textMap,
    ipam,
    external: flag,
    internal: flag,
    attachable: flag,
    labels: textMap,
    enable_ipv4: flagOrFalse,
    enable_ipv6: flagOrFalse,
  })(node) as { [key: string]: Json }),
})

export const emitVolume = object({ name: text, driver: text, driver_opts: textMap, external: flag, labels: textMap })

export const emitFile = object({
  name: text,
  file: text,
  environment: text,
  content: text,
  external: flag,
  labels: textMap,
  driver: text,
  driver_opts: textMap,
  template_driver: text,
})

/** The names of a service's fields, for the check that a file has no others. */
export const SERVICE_FIELDS: readonly string[] = [...Object.keys(service), 'env_file', 'extends', 'label_file']
