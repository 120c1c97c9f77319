import type { Chooser } from './chooser.ts'

// A maker for every field of a service that Compose 2.26 knows, in all its forms.

type Maker = () => unknown

/** The services of every generated stack: a service depends only on later ones. */
export const SERVICES = ['web', 'db', 'job']

/** What a service's fields may refer to. */
const NAMES = {
  networks: ['front', 'back', 'outside'],
  secrets: ['one', 'two', 'kept'],
  configs: ['conf', 'text', 'given'],
}

export function serviceFields(c: Chooser, name: string): Record<string, Maker> {
  return {
    ...processFields(c),
    ...containerFields(c),
    ...limitFields(c),
    ...referenceFields(c, name),
    ...mountFields(c),
  }
}

function hook(c: Chooser): unknown {
  return c.fields({
    command: () => c.command(),
    user: () => c.text('root'),
    privileged: () => c.chance(0.5),
    working_dir: () => c.text('/w'),
    environment: () => c.pairs(),
    'x-hook': () => c.pairs(),
  })
}

function processFields(c: Chooser): Record<string, Maker> {
  return {
    command: () => c.command(),
    entrypoint: () => c.command(),
    environment: () => c.pairs(),
    env_file: () =>
      c.pick<unknown>([
        'a.env',
        './b.env',
        ['a.env', 'b.env'],
        [{ path: 'b.env' }, { path: 'none.env', required: c.pick([false, 'no']) }],
        ['./b.env', { path: 'raw.env' }],
      ]),
    label_file: () => c.pick<unknown>(['labels.env', ['labels.env'], ['./labels.env', 'a.env']]),
    labels: () => c.pairs(),
    annotations: () => c.pairs(),
    sysctls: () => c.pairs(),
    working_dir: () => c.text('/w'),
    user: () => c.text('user'),
    healthcheck: () =>
      c.fields({
        test: () =>
          c.pick<unknown>(['curl localhost', ['CMD', 'a', '${WORD}'], ['CMD-SHELL', 'x || exit 1'], ['NONE']]),
        interval: () => c.duration(),
        timeout: () => c.duration(),
        start_period: () => c.duration(),
        start_interval: () => c.duration(),
        retries: () => c.count(5),
        disable: () => c.flag(),
      }),
    stop_grace_period: () => c.duration(),
    stop_signal: () => c.pick(['SIGINT', 'SIG${WORD}']),
    restart: () => c.pick(['always', 'no', 'on-failure:3', 'unless-stopped', '${NOT_SET:-no}']),
    init: () => c.flag(),
    tty: () => c.flag(),
    stdin_open: () => c.flag(),
    post_start: () => c.list(() => hook(c), 2),
    pre_stop: () => c.list(() => hook(c), 2),
    profiles: () => c.some(['p', 'q', 'r.s'], 0.2),
    attach: () => c.flag(),
    develop: () => ({ watch: c.list(() => watch(c), 2) }),
    logging: () =>
      c.fields(
        {
          driver: () => c.pick(['a', 'b', 'local']),
          options: () => c.pick<unknown>([c.options(), { x: null, y: 'z' }]),
        },
        0.7,
      ),
    'x-own': () => c.pick<unknown>([c.pairs(), 'text', 5, [1, [2]], { a: { b: [] } }]),
  }
}

function watch(c: Chooser): unknown {
  const action = c.pick(['rebuild', 'sync', 'sync+restart', 'sync+exec', 'restart'])
  return {
    path: c.pick(['./w', '/abs', '../w']),
    action,
    target: action === 'rebuild' && c.chance(0.5) ? undefined : c.text('/w'),
    ignore: c.chance(0.4) ? c.list(() => c.pick(['node_modules/', '*.md']), 2) : undefined,
    exec: action === 'sync+exec' ? hook(c) : undefined,
  }
}

function containerFields(c: Chooser): Record<string, Maker> {
  return {
    image: () => c.text('image'),
    container_name: () => c.text('name'),
    hostname: () => c.text('host'),
    domainname: () => c.text('domain'),
    platform: () => c.pick(['linux/amd64', '${NOT_SET:-linux/arm64}']),
    pull_policy: () => c.pick(['always', 'missing', 'if_not_present', 'build', 'never']),
    runtime: () => c.text('runc'),
    isolation: () => c.text('default'),
    privileged: () => c.flag(),
    read_only: () => c.flag(),
    cap_add: () => c.some(['A', 'B', 'C', 'CAP_${WORD}']),
    cap_drop: () => c.some(['ALL', 'X', 'Y']),
    security_opt: () => c.some(['s1', 's2', 's3', 'label:user:${WORD}'], 0.15),
    group_add: () => c.some(['g', 5, '${WORD}', '7'], 0.15),
    userns_mode: () => c.pick(['host', '${WORD}']),
    uts: () => c.pick(['host']),
    pid: () => c.pick(['host', 'container:${WORD}']),
    ipc: () => c.pick(['shareable', 'host', 'none']),
    cgroup: () => c.pick(['host', 'private']),
    cgroup_parent: () => c.text('parent'),
    device_cgroup_rules: () => c.some(['c 1:3 mr', 'a 7:* rmw', 'b 1:* m'], 0.2),
    credential_spec: () => c.fields({ file: () => 'spec.json', registry: () => c.text('reg'), config: () => 'conf' }),
    dns: () => c.pick<unknown>(['1.1.1.1', ['1.1.1.1', '8.8.8.8'], ['${NOT_SET:-9.9.9.9}'], '8.8.4.4']),
    dns_search: () => c.pick<unknown>(['a.b', ['c.d', 'a.b']]),
    dns_opt: () => c.some(['o1', 'o2', 'timeout:${ONE}']),
    extra_hosts: () =>
      c.pick<unknown>([
        ['a=1.1.1.1', 'b:2.2.2.2'],
        { a: '3.3.3.3', d: '${NOT_SET:-4.4.4.4}' },
        ['c:::1', 'e=[::1]'],
        { f: ['5.5.5.5', '6.6.6.6'] },
        ['a=host-gateway'],
      ]),
    mac_address: () => '02:42:ac:11:65:4${ONE}',
    storage_opt: () => ({ size: c.pick(['1G', '${SIZE}']) }),
  }
}

function limitFields(c: Chooser): Record<string, Maker> {
  const throttle = (): unknown =>
    c.list(() => ({ path: c.pick(['/dev/a', '/dev/b']), rate: c.pick([c.size(), 1024]) }), 2)
  return {
    shm_size: () => c.pick([c.size(), 1_000_000]),
    mem_limit: () => c.pick([c.size(), 50_000_000]),
    mem_reservation: () => c.pick([c.size(), 40_000_000]),
    memswap_limit: () => c.pick([c.size(), -1]),
    mem_swappiness: () => c.count(100),
    cpus: () => c.pick<unknown>([1, 0.5, '0.75', 0, '${ONE}']),
    cpuset: () => c.pick(['0-1', '0,${ONE}']),
    cpu_count: () => c.count(4),
    cpu_percent: () => c.count(100),
    cpu_period: () => c.count(100_000),
    cpu_quota: () => c.count(100_000),
    cpu_rt_period: () => c.count(100_000),
    cpu_rt_runtime: () => c.count(100_000),
    cpu_shares: () => c.count(1024),
    pids_limit: () => c.pick([c.count(100), -1]),
    oom_score_adj: () => c.pick<unknown>([c.integer(1000), -500, '${ONE}']),
    oom_kill_disable: () => c.flag(),
    scale: () => c.count(3),
    ulimits: () => ulimits(c),
    blkio_config: () =>
      c.fields({
        weight: () => c.integer(500),
        weight_device: () => c.list(() => ({ path: '/dev/a', weight: c.integer(500) }), 2),
        device_read_bps: throttle,
        device_read_iops: throttle,
        device_write_bps: throttle,
        device_write_iops: throttle,
      }),
    deploy: () => deploy(c),
    gpus: () => c.pick<unknown>(['all', c.list(() => deviceRequest(c), 2)]),
    devices: () =>
      c.list(
        () =>
          c.pick<unknown>([
            '/dev/a',
            '/dev/b:/dev/x',
            '/dev/c:/dev/c:r',
            { source: '/dev/s', target: c.text('/dev/t'), permissions: 'rw' },
          ]),
        2,
      ),
  }
}

function ulimits(c: Chooser): unknown {
  return c.pick<unknown>([
    { nofile: 5, nproc: c.count(9) },
    { nofile: { soft: 1, hard: c.count(9) } },
    { memlock: -1, core: { soft: '${ONE}', hard: 2, 'x-u': 1 } },
  ])
}

function deviceRequest(c: Chooser): unknown {
  const which = c.pick<Record<string, unknown>>([
    {},
    { count: c.pick<unknown>(['all', 2, '3']) },
    { device_ids: ['0', '${ONE}'] },
  ])
  return {
    capabilities: c.pick([['gpu'], ['gpu', 'utility']]),
    ...which,
    ...c.fields({ driver: () => c.text('nvidia'), options: () => c.pairs() }),
  }
}

function deploy(c: Chooser): unknown {
  const update = (): unknown =>
    c.fields({
      parallelism: () => c.count(3),
      delay: () => c.duration(),
      failure_action: () => c.pick(['pause', 'rollback', 'continue']),
      monitor: () => c.duration(),
      max_failure_ratio: () => c.pick<unknown>([0.2, 0, 1, '0.5']),
      order: () => c.pick(['start-first', 'stop-first']),
    })
  const cpus = (): unknown => c.pick<unknown>(['0.5', 1, 0.25, '${ONE}', '0.001'])
  return c.fields(
    {
      mode: () => c.pick(['replicated', 'global']),
      endpoint_mode: () => c.pick(['vip', 'dnsrr']),
      replicas: () => c.count(3),
      labels: () => c.pairs(),
      update_config: update,
      rollback_config: update,
      resources: () =>
        c.fields(
          {
            limits: () => c.fields({ cpus, memory: () => c.pick(['512M', '${SIZE}']), pids: () => c.count(100) }),
            reservations: () =>
              c.fields({
                cpus,
                memory: () => c.pick(['64m', '1G']),
                devices: () => c.list(() => deviceRequest(c), 2),
                generic_resources: () =>
                  c.list(() => ({ discrete_resource_spec: { kind: c.text('gpu'), value: c.integer(3) } }), 2),
              }),
          },
          0.7,
        ),
      restart_policy: () =>
        c.fields({
          condition: () => c.pick(['none', 'on-failure', 'any']),
          delay: () => c.duration(),
          max_attempts: () => c.count(3),
          window: () => c.duration(),
        }),
      placement: () =>
        c.fields({
          constraints: () => c.list(() => c.text('node.role==manager'), 2),
          preferences: () => c.list(() => ({ spread: c.text('node.labels.zone') }), 2),
          max_replicas_per_node: () => c.count(2),
        }),
      'x-deploy': () => c.pairs(),
    },
    0.3,
  )
}

function referenceFields(c: Chooser, name: string): Record<string, Maker> {
  const later = SERVICES.slice(SERVICES.indexOf(name) + 1)
  const fileMount = (sources: readonly string[]): unknown => {
    const source = c.pick(sources)
    return c.pick<unknown>([
      source,
      source,
      { source, target: c.pick(['x', '/y', '${WORD}']) },
      { source, uid: '1', gid: '${ONE}', mode: c.pick<unknown>([288, 0o440]) },
    ])
  }
  const networkOptions = (): unknown =>
    c.pick<unknown>([
      null,
      c.fields({
        aliases: () => c.several(['x', 'y', 'a-${WORD}']),
        ipv4_address: () => '10.0.0.${ONE}',
        ipv6_address: () => '2001:db8::5',
        link_local_ips: () => ['57.123.22.11'],
        mac_address: () => '02:42:ac:11:00:02',
        driver_opts: () => c.options(),
        priority: () => c.integer(10),
        gw_priority: () => c.integer(10),
        'x-net': () => 1,
      }),
    ])
  const condition = (): unknown => ({
    condition: c.pick(['service_started', 'service_healthy', 'service_completed_successfully']),
    restart: c.chance(0.2) ? c.flag() : undefined,
    required: c.chance(0.8) ? undefined : c.chance(0.5),
  })
  return {
    build: () => build(c, () => fileMount(NAMES.secrets), later),
    networks: () =>
      c.chance(0.4)
        ? c.some([...NAMES.networks, 'default'], 0.5)
        : Object.fromEntries(c.some([...NAMES.networks, 'default'], 0.5).map((network) => [network, networkOptions()])),
    network_mode: () => c.pick(['host', 'none', 'bridge', ...later.map((other) => `service:${other}`)]),
    depends_on: () => {
      const others = c.some(later, 0.7)
      return c.chance(0.4) ? others : Object.fromEntries(others.map((other) => [other, condition()]))
    },
    links: () => c.some(later, 0.5).map((other) => c.pick([other, `${other}:alias`])),
    external_links: () => c.some(['redis', 'database:mysql'], 0.3),
    volumes_from: () => [
      ...c.some(later, 0.3).map((other) => c.pick([other, `${other}:ro`])),
      ...c.some(['container:old:rw'], 0.2),
    ],
    secrets: () => c.list(() => fileMount(NAMES.secrets), 2),
    configs: () => c.list(() => fileMount(NAMES.configs), 2),
  }
}

function build(c: Chooser, secret: Maker, later: readonly string[]): unknown {
  if (c.chance(0.2)) return c.pick(['./context', 'https://example.org/x.git#main', '.', '${WORD}'])
  const inline = c.chance(0.1)
  return c.fields(
    {
      context: () => c.pick(['.', './c', '/abs/c', 'git@example.org:a/b.git', '~/c', '../${WORD}']),
      [inline ? 'dockerfile_inline' : 'dockerfile']: () => (inline ? 'FROM x\nRUN echo $$A\n' : c.text('D')),
      target: () => c.text('t'),
      args: () => c.pairs(),
      labels: () => c.pairs(),
      // One key only: the program prints several in an order of chance.
      ssh: () => c.pick<unknown>([['default'], { default: null }]),
      cache_from: () => c.list(() => c.pick(['x', 'type=local,src=./y']), 2),
      cache_to: () => c.list(() => c.text('type=inline'), 2),
      no_cache: () => c.flag(),
      pull: () => c.flag(),
      privileged: () => c.flag(),
      network: () => c.pick(['host', 'none', 'front']),
      isolation: () => c.text('process'),
      shm_size: () => c.pick([c.size(), 4096]),
      extra_hosts: () => c.pick<unknown>([['h=1.1.1.1', 'i:2.2.2.2'], { h: '3.3.3.3' }]),
      additional_contexts: () =>
        c.pick<unknown>([
          { a: './a', b: '/b' },
          ['b=./b', 'c=https://x'],
          { d: 'docker-image://alpine' },
          ...later.map((other) => ({ s: `service:${other}` })),
        ]),
      secrets: () => c.list(secret, 2),
      tags: () => c.several(['t1', 'x/t2:${ONE}', 't3'], 0.5),
      platforms: () => c.several(['linux/amd64', 'linux/arm64'], 0.6),
      ulimits: () => ({ nofile: 5, core: { soft: 1, hard: c.integer(9) } }),
      entitlements: () => c.several(['network.host', 'security.insecure'], 0.5),
      'x-build': () => c.pairs(),
    },
    0.2,
  )
}

function mountFields(c: Chooser): Record<string, Maker> {
  return {
    ports: () => c.list(() => port(c)),
    expose: () => c.some([80, '81', '90-92', '${ONE}'], 0.5),
    volumes: () => c.list(() => volume(c)),
    tmpfs: () => c.pick<unknown>(['/t', ['/t', '/u:size=1m'], ['/u:size=2m,mode=1777'], '/v:size=${SIZE}']),
  }
}

function port(c: Chooser): unknown {
  const target = c.pick([80, 443, 8080])
  const published = c.pick([80, 8080, 9000])
  return c.pick<unknown>([
    target,
    String(target),
    `${published}:${target}`,
    `127.0.0.1:${published}:${target}`,
    `${published}:${target}/udp`,
    `${published}-${published + 2}:${target}-${target + 2}`,
    `${published}-${published + 3}:${target}`,
    `\${NOT_SET:-${published}}:${target}`,
    `127.0.0.1::${target}`,
    `[::1]:${published}:${target}/tcp`,
    `${target}-${target + 1}/sctp`,
    {
      target: c.pick<unknown>([target, String(target)]),
      published: c.pick<unknown>([published, String(published), `${published}-${published + 5}`]),
      ...c.fields({
        protocol: () => c.pick(['tcp', 'udp']),
        app_protocol: () => c.text('http'),
        mode: () => 'ingress',
      }),
    },
    {
      target,
      ...c.fields({ host_ip: () => '127.0.0.1', mode: () => 'host', name: () => c.text('n'), 'x-port': () => 1 }),
    },
  ])
}

function volume(c: Chooser): unknown {
  const target = c.pick(['/a', '/b', '/c/', '/d', '/e/${WORD}'])
  const common = (): Record<string, unknown> => ({
    target,
    ...(c.chance(0.3) ? { read_only: c.flag() } : {}),
    ...(c.chance(0.1) ? { consistency: c.text('cached') } : {}),
  })
  return c.pick<unknown>([
    `data:${target}`,
    `./local:${target}:ro`,
    `/abs/x:${target}:rw`,
    `~/home:${target}`,
    target,
    `logs:${target}:nocopy`,
    `../up:${target}:${c.pick(['z', 'Z,ro', 'rslave', 'cached'])}`,
    {
      type: 'bind',
      source: c.pick(['./long', '/abs', '~/x', '../${WORD}']),
      ...common(),
      bind: c.chance(0.5)
        ? c.fields({
            create_host_path: () => c.flag(),
            propagation: () => c.pick(['rslave', 'shared']),
            selinux: () => c.pick(['z', 'Z']),
            recursive: () => c.pick(['enabled', 'disabled', 'writable', 'readonly']),
          })
        : undefined,
    },
    {
      type: 'volume',
      source: c.pick(['data', 'logs', 'outer', undefined]),
      ...common(),
      volume: c.chance(0.5) ? c.fields({ nocopy: () => c.flag(), subpath: () => c.text('sub') }) : undefined,
    },
    {
      type: 'tmpfs',
      ...common(),
      tmpfs: c.fields({ size: () => c.pick<unknown>(['10m', 1000, '${SIZE}']), mode: () => 448 }),
    },
    { type: c.pick(['cluster', 'npipe', 'image']), source: c.pick(['data', '/pipe']), ...common() },
  ])
}
