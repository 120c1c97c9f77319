import type { Json } from './output.ts'

// The model that `docker compose config --format json` prints, typed for the fields that programs read. A field that is not
// written in the files, or is empty, is absent.

export interface Project {
  name: string
  services: Record<string, Service>
  networks?: Record<string, Network>
  volumes?: Record<string, Volume>
  secrets?: Record<string, FileResource>
  configs?: Record<string, FileResource>
  [extension: `x-${string}`]: Json
}

export interface Service {
  image?: string
  build?: Build
  /** null: the image's own. */
  command: string[] | null
  entrypoint: string[] | null
  /** null: taken from the environment of whoever starts the container, where it was not set. */
  environment?: Record<string, string | null>
  depends_on?: Record<string, Dependency>
  healthcheck?: HealthCheck
  ports?: Port[]
  volumes?: Mount[]
  secrets?: FileMount[]
  configs?: FileMount[]
  networks?: Record<string, { aliases?: string[]; [field: string]: Json | undefined } | null>
  network_mode?: string
  tmpfs?: string[]
  deploy?: {
    replicas?: number
    resources: { limits?: ResourceLimits; reservations?: ResourceLimits }
    placement: Record<string, Json>
    [field: string]: unknown
  }
  logging?: { driver?: string; options?: Record<string, string> }
  user?: string
  working_dir?: string
  restart?: string
  init?: boolean
  read_only?: boolean
  privileged?: boolean
  cap_add?: string[]
  cap_drop?: string[]
  security_opt?: string[]
  profiles?: string[]
  labels?: Record<string, string>
  extra_hosts?: string[]
  sysctls?: Record<string, string>
  ulimits?: Record<string, number | { soft: number; hard: number }>
  /** Bytes, as text. */
  shm_size?: string
  mem_limit?: string
  pids_limit?: number
  /** As Go prints durations: `1m30s`. */
  stop_grace_period?: string
  stop_signal?: string
  container_name?: string
  hostname?: string
  scale?: number
  [field: string]: unknown
}

export interface Build {
  context: string
  dockerfile?: string
  target?: string
  args?: Record<string, string>
  [field: string]: unknown
}

export interface Dependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  required: boolean
  restart?: boolean
}

export interface HealthCheck {
  test?: string[]
  interval?: string
  timeout?: string
  start_period?: string
  start_interval?: string
  retries?: number
  disable?: boolean
}

export interface Port {
  mode: string
  target: number
  protocol: string
  /** A port or a range, as text; absent: any free port. */
  published?: string
  host_ip?: string
  name?: string
  app_protocol?: string
}

export interface Mount {
  type: 'bind' | 'volume' | 'tmpfs' | (string & {})
  source?: string
  target: string
  read_only?: boolean
  bind?: { propagation?: string; create_host_path?: boolean; selinux?: string }
  volume?: { nocopy?: boolean; subpath?: string }
  tmpfs?: { size?: string; mode?: number }
  consistency?: string
}

export interface FileMount {
  source: string
  target?: string
  uid?: string
  gid?: string
  mode?: number
}

export interface ResourceLimits {
  cpus?: number
  memory?: string
  pids?: number
  [field: string]: Json | undefined
}

export interface Network {
  name: string
  driver?: string
  external?: boolean
  internal?: boolean
  [field: string]: Json | undefined
}

export interface Volume {
  name: string
  driver?: string
  external?: boolean
  [field: string]: Json | undefined
}

export interface FileResource {
  name: string
  file?: string
  environment?: string
  content?: string
  external?: boolean
  [field: string]: Json | undefined
}
