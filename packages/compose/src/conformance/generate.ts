import type { Case } from './case.ts'

// Random layered stacks over the fields of the specification. One seed always makes the same stack.

/** Numbers between 0 and 1 from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A value that is written with a tag before it. */
class Tagged {
  readonly tag: string
  readonly value: unknown
  constructor(tag: string, value: unknown) {
    this.tag = tag
    this.value = value
  }
}

function write(value: unknown): string {
  if (value instanceof Tagged) return `${value.tag} ${write(value.value)}`
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => `${JSON.stringify(key)}: ${write(each)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}

export function generateCase(seed: number): Case {
  const maker = new Maker(randomFrom(seed))
  const count = 2 + Math.floor(maker.random() * 3)
  const layers = Array.from({ length: count }, (_, index) => maker.layer(index))
  return {
    name: `seed ${seed}`,
    layers,
    environment: { ONE: '1', WORD: 'word', EMPTY: '', FLAG: 'true', DOLLAR: 'a$b' },
    files: {
      'a.env': 'A=file\nFROM_FILE="x ${WORD}"\n# c\nLIT=\'${WORD}\'\n',
      'b.env': 'A=${A}b\nEMPTY_ONE=\nexport E=${NOT_SET:-d}\n',
    },
    ...(maker.chance(0.3) ? { profiles: ['p'] } : {}),
  }
}

const SERVICES = ['web', 'db', 'job']

/** Fields that contradict each other: the second is seldom kept, so that most stacks are accepted. */
const EXCLUSIVE = [
  ['networks', 'network_mode'],
  ['deploy', 'scale'],
  ['scale', 'container_name'],
  ['deploy', 'container_name'],
  ['deploy', 'cpus'],
  ['deploy', 'mem_limit'],
  ['deploy', 'pids_limit'],
] as const

class Maker {
  readonly random: () => number
  constructor(random: () => number) {
    this.random = random
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T
  }

  some<T>(items: readonly T[], probability = 0.4): T[] {
    return items.filter(() => this.chance(probability))
  }

  integer(most: number): number {
    return Math.floor(this.random() * (most + 1))
  }

  layer(index: number): string {
    const services = Object.fromEntries(
      SERVICES.filter(() => index === 0 || this.chance(0.7)).map((name) => [name, this.service(name, index)]),
    )
    const lines = [`services: ${write(services)}`]
    if (index === 0) {
      lines.push(
        'networks: {front: {driver: bridge, labels: [a=1]}, back: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}',
        'volumes: {data: , logs: {driver: local, labels: {x: 1}}}',
        'secrets: {one: {file: ./one}, two: {environment: TWO}}',
        'configs: {conf: {file: ./conf}, text: {content: "a ${WORD}"}}',
      )
    } else if (this.chance(0.3)) {
      lines.push(`networks: {front: ${write(this.network())}}`, `volumes: {logs: ${write({ labels: this.pairs() })}}`)
    }
    if (this.chance(0.3)) lines.push(`name: ${this.pick(['one', 'two-${WORD}'])}`)
    if (this.chance(0.2)) lines.push(`x-extra: ${write(this.pairs())}`)
    return `${lines.join('\n')}\n`
  }

  network(): unknown {
    return {
      labels: this.pairs(),
      internal: this.chance(0.3) || undefined,
      driver_opts: this.chance(0.3) ? { a: 1, b: 'x' } : undefined,
    }
  }

  service(name: string, index: number): Record<string, unknown> {
    const fields: Record<string, unknown> = index === 0 ? { image: this.text('image') } : {}
    for (const [field, make] of Object.entries(this.#fields)) {
      if (!this.chance(0.16)) continue
      const value = make(name)
      // Compose forgets most empty lists between layers, and refuses what is left: rare here, or nothing would be accepted.
      const empty = Array.isArray(value) && value.length === 0
      if (empty && !this.chance(0.03)) continue
      fields[field] = this.tagged(value, index)
    }
    if (index === 0) for (const [first, second] of EXCLUSIVE) if (fields[first] !== undefined) delete fields[second]
    if (index > 0) for (const [, second] of EXCLUSIVE) if (!this.chance(0.1)) delete fields[second]
    return fields
  }

  tagged(value: unknown, index: number): unknown {
    if (index === 0 || value === null) return value
    if (this.chance(0.05)) return new Tagged('!reset', null)
    return this.chance(0.07) ? new Tagged('!override', value) : value
  }

  text(plain: string): string {
    return this.pick([
      plain,
      plain,
      `${plain}-\${WORD}`,
      `\${NOT_SET:-${plain}}`,
      `\${EMPTY:-${plain}}$$x`,
      `\${WORD:+${plain}\${ONE}}`,
      `\${NOT_SET-}${plain}`,
    ])
  }

  flag(): unknown {
    return this.pick([true, false, '${FLAG}', '${NOT_SET:-false}'])
  }

  number(most: number): unknown {
    return this.pick([this.integer(most), this.integer(most), '${ONE}', `\${NOT_SET:-${this.integer(most)}}`])
  }

  duration(): string {
    return this.pick(['10s', '1m30s', '500ms', '1h', '0s', '${ONE}s', '1.5s', '90s'])
  }

  size(): unknown {
    return this.pick(['64m', '1g', '512kb', '1.5gb', '100', '128 MB'])
  }

  pairs(): unknown {
    const keys = this.some(['A', 'B', 'c.d', 'E_F'], 0.5)
    const value = (): unknown => this.pick(['v', 1, 1.5, true, '', null, '${WORD}', 'a=b', '$$x', 100000000])
    if (this.chance(0.4)) {
      return keys.map((key) => this.pick([`${key}=v`, `${key}=`, key, `${key}=\${WORD}=x`]))
    }
    const entries = keys.map((key) => [key, this.chance(0.05) ? new Tagged('!reset', null) : value()])
    return Object.fromEntries(entries)
  }

  command(): unknown {
    return this.pick([
      ['a', 'b c', '$$x'],
      'sh -c "echo \'x\' $$Y"',
      'run  --flag=${WORD} "two words"',
      [],
      null,
      '',
      ['${WORD}'],
      'a; b',
    ])
  }

  port(): unknown {
    const target = this.pick([80, 443, 8080])
    const published = this.pick([80, 8080, 9000])
    return this.pick([
      target,
      String(target),
      `${published}:${target}`,
      `127.0.0.1:${published}:${target}`,
      `${published}:${target}/udp`,
      `${published}-${published + 2}:${target}-${target + 2}`,
      `\${NOT_SET:-${published}}:${target}`,
      `127.0.0.1::${target}`,
      {
        target,
        published: this.pick([published, String(published), `${published}-${published + 5}`]),
        protocol: this.pick(['tcp', 'udp', undefined]),
      },
      { target, host_ip: '127.0.0.1', mode: this.pick(['host', undefined]), name: 'n' },
    ])
  }

  volume(): unknown {
    const target = this.pick(['/a', '/b', '/c/', '/d'])
    return this.pick([
      `data:${target}`,
      `./local:${target}:ro`,
      `/abs/x:${target}`,
      `~/home:${target}`,
      target,
      `logs:${target}:nocopy`,
      `../up:${target}:z`,
      { type: 'bind', source: './long', target, read_only: this.chance(0.5) },
      {
        type: 'bind',
        source: './long',
        target,
        bind: this.pick([{ create_host_path: false }, { propagation: 'rslave' }, { create_host_path: true }]),
      },
      { type: 'volume', source: 'data', target, volume: { nocopy: true } },
      { type: 'volume', target },
      { type: 'tmpfs', target, tmpfs: this.pick([{ size: '10m' }, { mode: 448 }, { size: 1000 }]) },
    ])
  }

  fileMount(sources: readonly string[]): unknown {
    const source = this.pick(sources)
    return this.pick<unknown>([
      source,
      { source, target: this.pick(['x', '/y']) },
      { source, uid: '1', gid: '2', mode: 288 },
    ])
  }

  list<T>(make: () => T, most = 3): T[] {
    return Array.from({ length: this.integer(most) }, make)
  }

  readonly #fields: Record<string, (name: string) => unknown> = {
    image: () => this.text('image'),
    build: () =>
      this.pick<unknown>([
        './context',
        'https://example.org/x.git#main',
        { target: 't', args: this.pairs() },
        { context: './c', dockerfile: 'D', labels: this.pairs(), cache_from: ['x'], no_cache: this.chance(0.5) },
        {
          context: '.',
          secrets: [this.fileMount(['one', 'two'])],
          extra_hosts: ['h=1.1.1.1'],
          shm_size: this.size(),
          tags: ['t1'],
          additional_contexts: this.pick<unknown>([{ a: './a' }, ['b=./b', 'c=https://x']]),
        },
      ]),
    command: () => this.command(),
    entrypoint: () => this.command(),
    environment: () => this.pairs(),
    env_file: () =>
      this.pick<unknown>([
        'a.env',
        ['a.env', 'b.env'],
        [{ path: 'b.env' }, { path: 'none.env', required: false }],
        ['./b.env'],
      ]),
    labels: () => this.pairs(),
    annotations: () => this.pairs(),
    sysctls: () => this.pairs(),
    ports: () => this.list(() => this.port()),
    expose: () => this.some([80, '81', '90-92']),
    volumes: () => this.list(() => this.volume()),
    tmpfs: () => this.pick<unknown>(['/t', ['/t', '/u:size=1m'], ['/u:size=2m,mode=1777'], []]),
    secrets: () => this.list(() => this.fileMount(['one', 'two']), 2),
    configs: () => this.list(() => this.fileMount(['conf', 'text']), 2),
    networks: () =>
      this.pick<unknown>([
        ['front'],
        ['back', 'front'],
        { front: null },
        { front: { aliases: this.some(['x', 'y']) }, back: { ipv4_address: '10.0.0.5', priority: this.integer(10) } },
        { default: {} },
        [],
      ]),
    network_mode: () => this.pick(['host', 'none', 'bridge']),
    depends_on: (name) => {
      const others = this.some(SERVICES.slice(SERVICES.indexOf(name) + 1), 0.7)
      if (this.chance(0.4)) return others
      return Object.fromEntries(
        others.map((other) => [
          other,
          {
            condition: this.pick(['service_started', 'service_healthy', 'service_completed_successfully']),
            restart: this.chance(0.2) || undefined,
            required: this.chance(0.8) ? undefined : this.chance(0.5),
          },
        ]),
      )
    },
    healthcheck: () =>
      this.pick<unknown>([
        { test: 'curl localhost', interval: this.duration() },
        { test: ['CMD', 'a', '${WORD}'], timeout: this.duration(), retries: this.number(5) },
        { disable: this.flag() },
        { test: ['NONE'] },
        { start_period: this.duration(), start_interval: this.duration() },
      ]),
    deploy: () =>
      this.pick<unknown>([
        { replicas: this.number(3), labels: this.pairs() },
        {
          resources: {
            limits: { cpus: this.pick<unknown>(['0.5', 1, 0.25, '${ONE}']), memory: '512M', pids: this.number(100) },
            reservations: { memory: '64m' },
          },
        },
        {
          restart_policy: { condition: 'on-failure', delay: this.duration(), max_attempts: this.number(3) },
          placement: { constraints: ['a==b'], preferences: [{ spread: 'x' }] },
        },
        {
          update_config: {
            parallelism: this.number(2),
            delay: this.duration(),
            order: 'start-first',
            max_failure_ratio: 0.2,
          },
          mode: 'replicated',
        },
        {
          resources: { reservations: { devices: [{ capabilities: ['gpu'], count: this.pick<unknown>(['all', 2]) }] } },
        },
      ]),
    logging: () =>
      this.pick<unknown>([
        { driver: 'a', options: { x: 1, y: 'z' } },
        { driver: 'b', options: { x: '2' } },
        { options: { w: '${WORD}' } },
      ]),
    cap_add: () => this.some(['A', 'B', 'C']),
    cap_drop: () => this.some(['ALL', 'X']),
    security_opt: () => this.some(['s1', 's2', 's3'], 0.2),
    group_add: () => this.some(['g', 5], 0.2),
    dns: () => this.pick<unknown>(['1.1.1.1', ['1.1.1.1', '8.8.8.8'], []]),
    dns_search: () => this.pick<unknown>(['a.b', ['c.d']]),
    dns_opt: () => this.some(['o1', 'o2']),
    extra_hosts: () => this.pick<unknown>([['a=1.1.1.1', 'b:2.2.2.2'], { a: '3.3.3.3' }, ['c:::1'], []]),
    devices: () => this.some(['/dev/a', '/dev/b:/dev/x', '/dev/c:/dev/c:r']),
    ulimits: () =>
      this.pick<unknown>([{ nofile: 5, nproc: this.number(9) }, { nofile: { soft: 1, hard: this.number(9) } }]),
    profiles: () => this.some(['p', 'q'], 0.3),
    user: () => this.text('user'),
    hostname: () => this.text('host'),
    working_dir: () => this.text('/w'),
    restart: () => this.pick(['always', 'no', 'on-failure:3']),
    stop_grace_period: () => this.duration(),
    stop_signal: () => 'SIGINT',
    init: () => this.flag(),
    read_only: () => this.flag(),
    privileged: () => this.flag(),
    tty: () => this.flag(),
    stdin_open: () => this.flag(),
    shm_size: () => this.size(),
    mem_limit: () => this.size(),
    mem_swappiness: () => this.number(100),
    cpus: () => this.pick<unknown>([1, 0.5, '0.75', 0]),
    cpuset: () => '0-1',
    pids_limit: () => this.number(100),
    scale: () => this.number(3),
    platform: () => 'linux/amd64',
    pull_policy: () => this.pick(['always', 'missing', 'if_not_present', 'build']),
    pid: () => 'host',
    ipc: () => this.pick(['shareable', 'host']),
    attach: () => this.chance(0.5),
    container_name: () => this.text('name'),
    develop: () => ({ watch: [{ path: './w', action: 'sync', target: '/w' }] }),
    blkio_config: () => ({ weight: this.integer(500), device_read_bps: [{ path: '/dev/a', rate: this.size() }] }),
    storage_opt: () => ({ size: '1G' }),
    oom_score_adj: () => this.integer(10),
    'x-own': () => this.pairs(),
  }
}
