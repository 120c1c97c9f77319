import type { Case } from '../case.ts'

const form = (name: string, body: string, rest = ''): Case => ({
  name,
  layers: [`services:\n  a:\n    image: x\n${body.replace(/^/gm, '    ')}\n${rest}`],
  environment: { HOME: '/home/someone' },
})

/** Short and long forms of fields, and what Compose makes of them. */
export const FORMS: Case[] = [
  form(
    'volumes of every form',
    'volumes: ["v:/a", "./b:/b:ro", "/c:/c:rw,z", "~/d:/d:rshared", "../e:/e:cached", "v:/f:nocopy,ro", "/g"]',
    'volumes: {v: }',
  ),
  form(
    'long volumes',
    'volumes:\n  - {type: bind, source: ./a, target: /a}\n  - {type: bind, source: ~/b, target: /b/, read_only: true, bind: {create_host_path: false}}\n  - {type: volume, target: /c}\n  - {type: tmpfs, target: /d}\n  - {type: tmpfs, target: /e, tmpfs: {size: 1gb, mode: 0700}}\n  - {type: bind, source: ., target: /f, consistency: cached, bind: {create_host_path: true, selinux: Z}}',
  ),
  form('an undefined volume', 'volumes: ["v:/a"]'),
  form('a volume spec with too many parts', 'volumes: ["v:/a:ro:x"]', 'volumes: {v: }'),
  form(
    'a bind from the driver options',
    'volumes: ["v:/a"]',
    'volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ./data}}}',
  ),
  form('the image of nothing', 'network_mode: host\npid: host\nipc: shareable'),
  form('network_mode with networks is refused', 'network_mode: host\nnetworks: [default]'),
  form(
    'another service’s network',
    'network_mode: service:b\npid: service:c\nvolumes_from: [d, "e:ro"]\nlinks: ["f:alias"]',
    '  b: {image: x}\n  c: {image: x}\n  d: {image: x}\n  e: {image: x}\n  f: {image: x}\n',
  ),
  form('no such service for the network', 'network_mode: service:b'),
  form(
    'durations',
    'stop_grace_period: 90s\nhealthcheck: {test: [NONE], interval: 1h, timeout: 1500ms, start_period: 0s, start_interval: 1m0.5s}',
  ),
  form('a duration that is none', 'stop_grace_period: 90'),
  form('a health check test with a wrong first word', 'healthcheck: {test: [curl, x]}'),
  form(
    'sizes',
    'shm_size: 64m\nmem_limit: 1.5gb\nmem_reservation: 100\nmemswap_limit: -1\ndeploy: {resources: {limits: {memory: 1536mb}, reservations: {memory: "100"}}}',
  ),
  form('a size that is none', 'shm_size: lots'),
  form('zeroes', 'cpus: 0\nscale: 0\npids_limit: 0\nmem_swappiness: 0\noom_score_adj: 0\ndeploy: {replicas: 0}'),
  form(
    'false and empty',
    'init: false\nread_only: false\ntty: false\nattach: false\nuser: ""\nlabels: {}\ntmpfs: []\ncap_add: []\nlogging: {}\nhealthcheck: {}\ndeploy: {}',
  ),
  form('commands with quotes', `command: sh -c "echo \\"hello\\" 'a b' c\\ d" --x='y z' "" last`),
  ...[
    'a && b',
    'a;b',
    '"a;b"',
    'echo `x y` z',
    'echo $$(x y) z',
    'echo (x)',
    'a \'b\'c"d"',
    'a 2>b c',
    'a >b',
    'a\\ b',
    'a\\',
    "'' x",
    'a#b #c',
  ].map((line) => form(`a command of ${line}`, `command: ${JSON.stringify(line)}`)),
  form('an unclosed quote', `command: sh -c "echo`),
  form('a folded command', 'command: >\n  one\n  two   three\nentrypoint:\n  - a\n  - "1"'),
  form(
    'a build of every kind',
    'build: {dockerfile_inline: "FROM x", args: [A=1], ssh: [default], cache_from: [x], tags: [a, b], platforms: [linux/amd64], shm_size: 1g, network: none, extra_hosts: ["a=1.1.1.1"], labels: {a: b}, additional_contexts: {one: ./one, two: "https://x/y.git", three: "docker-image://z"}, secrets: [s], ulimits: {nofile: 5}, pull: true, no_cache: true, privileged: true, target: t, isolation: i}',
    'secrets: {s: {file: ./s}}',
  ),
  form('a remote build context', 'build: https://github.com/a/b.git#main'),
  form('a git build context', 'build: git@github.com:a/b.git'),
  form(
    'develop',
    'build: .\ndevelop: {watch: [{path: ./src, action: sync, target: /src, ignore: [node_modules/]}, {path: package.json, action: rebuild}, {path: x, action: sync+restart, target: /x}]}',
  ),
  form(
    'deploy with everything',
    'deploy: {mode: global, endpoint_mode: dnsrr, placement: {constraints: [a==b], preferences: [{spread: x}], max_replicas_per_node: 2}, restart_policy: {condition: on-failure, delay: 5s, max_attempts: 0, window: 1m}, update_config: {parallelism: 0, delay: 1s, failure_action: pause, monitor: 2s, max_failure_ratio: 0.1, order: stop-first}, rollback_config: {order: start-first}, resources: {limits: {cpus: 0.001, pids: 5}, reservations: {cpus: "1", devices: [{capabilities: [gpu], count: 1}, {capabilities: [x], device_ids: ["0"], options: {a: b}}]}}}',
  ),
  form(
    'gpu count all',
    'deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}',
  ),
  form('scale and replicas that differ are refused', 'scale: 2\ndeploy: {replicas: 3}'),
  form('scale alone', 'scale: 2'),
  form('container_name with scale is refused', 'scale: 2\ncontainer_name: x'),
  form('cpus and limits that differ are refused', 'cpus: 1\ndeploy: {resources: {limits: {cpus: "2"}}}'),
  form('mem_limit and limits that differ are refused', 'mem_limit: 1g\ndeploy: {resources: {limits: {memory: 2g}}}'),
  form('pull policies', 'pull_policy: if_not_present'),
  form(
    'restart',
    'restart: on-failure:3\nruntime: r\nplatform: linux/arm64\ncgroup_parent: x\nuserns_mode: host\nisolation: default\nstop_signal: SIGINT\nworking_dir: ./x\nhostname: h\ndomainname: d\ncontainer_name: c\nmac_address: "02:42:ac:11:65:43"',
  ),
  form(
    'blkio',
    'blkio_config: {weight: 300, weight_device: [{path: /dev/a, weight: 10}], device_read_bps: [{path: /dev/a, rate: 1mb}], device_write_iops: [{path: /dev/a, rate: 30}]}',
  ),
  form(
    'extensions inside',
    'x-a: 1\nhealthcheck: {test: a, x-b: 2}\nlogging: {driver: j, x-c: 1}\nbuild: {context: ., x-d: 1}\ndeploy: {x-e: 1}\nports: [{target: 80, x-f: 1}]\nnetworks: {default: {x-g: 1}}',
    'x-top: {a: [1, null, 1.5]}\nnetworks: {default: {x-h: 1}}',
  ),
  form(
    'networks with everything',
    'networks: {n: {aliases: [a], priority: 5, ipv4_address: 10.0.0.2, link_local_ips: [169.254.1.1], mac_address: "02:42:ac:11:65:43", driver_opts: {a: b}}, m: {}}',
    'networks: {n: {driver: bridge, driver_opts: {a: 1, b: "true"}, enable_ipv6: false, internal: true, attachable: true, labels: {a: 1}, ipam: {driver: d, options: {x: y}, config: [{subnet: 10.0.0.0/8, gateway: 10.0.0.1, ip_range: 10.1.0.0/16, aux_addresses: {h: 10.0.0.9}}]}}, m: {external: true}}',
  ),
  form('the default network configured', 'user: x', 'networks: {default: {driver: overlay, name: chosen}}'),
  form('the default network external', 'user: x', 'networks: {default: {external: true, name: chosen}}'),
  form('an undefined network', 'networks: [n]'),
  form('an undefined secret', 'secrets: [n]'),
  form('an undefined config', 'configs: [n]'),
  form(
    'external in the old form',
    'networks: [n]\nvolumes: ["v:/v"]',
    'networks: {n: {external: {name: nn}}}\nvolumes: {v: {external: true, name: vv}}',
  ),
  form('external with other fields is refused', 'volumes: ["v:/v"]', 'volumes: {v: {external: true, driver: local}}'),
  form(
    'secrets of every kind',
    'secrets: [f, e, x, {source: f, target: other, uid: "1000", gid: "1000", mode: 0440}]',
    'secrets: {f: {file: ./f}, e: {environment: E}, x: {external: true, name: xx}}',
  ),
  form('a secret of nothing', 'secrets: [f]', 'secrets: {f: {}}'),
  form(
    'configs of every kind',
    'configs: [f, e, c, {source: x, target: /x}]',
    'configs: {f: {file: ./f}, e: {environment: E}, c: {content: "a\\nb"}, x: {external: true}}',
  ),
  form(
    'post_start and pre_stop',
    'post_start: [{command: [a], user: root}]\npre_stop: [{command: b c, environment: [X=1]}]',
  ),
  form(
    'annotations and storage',
    'annotations: [a=b]\nstorage_opt: {size: 1G}\nsysctls: {a.b: 1}\ncredential_spec: {file: x.json}\ndevice_cgroup_rules: ["c 1:3 mr"]\ngroup_add: [a, 7]\nexternal_links: [r]\ndns_opt: [x]',
  ),
  form(
    'depends_on long',
    'depends_on: {b: {condition: service_healthy, restart: true, required: true}}',
    '  b: {image: x}\n',
  ),
  form('a cycle', 'depends_on: [b]', '  b: {image: x, depends_on: [a]}\n'),
  form('a dependency on itself', 'depends_on: [a]'),
  form('a dependency that is not there', 'depends_on: [b]'),
  form('a dependency that need not be there', 'depends_on: {b: {condition: service_started, required: false}}'),
  form('a wrong condition', 'depends_on: {b: {condition: healthy}}', '  b: {image: x}\n'),
  form(
    'a service of an inactive profile',
    'user: x',
    '  b: {image: x, profiles: [p], volumes: ["v:/v"]}\nvolumes: {v: }\n',
  ),
  form('a dependency in an inactive profile', 'depends_on: [b]', '  b: {image: x, profiles: [p]}\n'),
  form(
    'an optional dependency in an inactive profile',
    'depends_on: {b: {condition: service_started, required: false}}',
    '  b: {image: x, profiles: [p]}\n',
  ),
  { ...form('all profiles', 'user: x', '  b: {image: x, profiles: [p]}\n'), profiles: ['*'] },
  {
    ...form(
      'profiles from COMPOSE_PROFILES',
      'user: x',
      '  b: {image: x, profiles: [p]}\n  c: {image: x, profiles: [q]}\n',
    ),
    environment: { COMPOSE_PROFILES: 'p,r' },
  },
]
