import { type Branch, PathTable, type ScalarValue } from './tree.ts'

// Fields that Compose turns from text into a number or a boolean after interpolation, so that `read_only: ${RO}` works. A string
// in a typed field that is not in this table stays a string and is refused when the field's type is checked.

export type Cast = (text: string) => ScalarValue

const integer: Cast = (text) => {
  if (!/^[-+]?\d+$/.test(text)) throw new Error(`must be an integer, not ${JSON.stringify(text)}`)
  return Number(text)
}

const float: Cast = (text) => {
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) throw new Error(`must be a number, not ${JSON.stringify(text)}`)
  return value
}

const boolean: Cast = (text) => {
  switch (text.toLowerCase()) {
    case 'true':
    case 'y':
    case 'yes':
    case 'on':
      return true
    case 'false':
    case 'n':
    case 'no':
    case 'off':
      return false
    default:
      throw new Error(`must be true or false, not ${JSON.stringify(text)}`)
  }
}

const SERVICE: Record<string, Cast> = {
  attach: boolean,
  'build.no_cache': boolean,
  'build.privileged': boolean,
  'build.pull': boolean,
  'configs.*.mode': integer,
  cpu_count: integer,
  cpu_percent: float,
  cpu_period: integer,
  cpu_quota: integer,
  cpu_rt_period: integer,
  cpu_rt_runtime: integer,
  cpus: float,
  cpu_shares: integer,
  init: boolean,
  'depends_on.*.restart': boolean,
  'develop.watch.*.exec.privileged': boolean,
  'deploy.replicas': integer,
  'deploy.resources.limits.pids': integer,
  'deploy.update_config.parallelism': integer,
  'deploy.update_config.max_failure_ratio': float,
  'deploy.rollback_config.parallelism': integer,
  'deploy.rollback_config.max_failure_ratio': float,
  'deploy.restart_policy.max_attempts': integer,
  'deploy.placement.max_replicas_per_node': integer,
  'healthcheck.retries': integer,
  'healthcheck.disable': boolean,
  oom_kill_disable: boolean,
  oom_score_adj: integer,
  pids_limit: integer,
  'ports.*.target': integer,
  'post_start.*.privileged': boolean,
  'pre_stop.*.privileged': boolean,
  privileged: boolean,
  read_only: boolean,
  scale: integer,
  'secrets.*.mode': integer,
  stdin_open: boolean,
  tty: boolean,
  'ulimits.*': integer,
  'ulimits.*.hard': integer,
  'ulimits.*.soft': integer,
  'volumes.*.read_only': boolean,
  'volumes.*.bind.create_host_path': boolean,
  'volumes.*.volume.nocopy': boolean,
  'env_file.*.required': boolean,
}

const RESOURCES: Record<string, Cast> = {
  'networks.*.external': boolean,
  'networks.*.internal': boolean,
  'networks.*.attachable': boolean,
  'networks.*.enable_ipv4': boolean,
  'networks.*.enable_ipv6': boolean,
  'volumes.*.external': boolean,
  'secrets.*.external': boolean,
  'configs.*.external': boolean,
}

const CASTS = new PathTable<Cast>({
  ...Object.fromEntries(Object.entries(SERVICE).map(([path, cast]) => [`services.*.${path}`, cast])),
  ...RESOURCES,
})

/** The fields' casts, for whoever walks a tree. */
export const CAST_ROOT: Branch<Cast> = CASTS.root
