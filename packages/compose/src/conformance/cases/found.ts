import type { Case } from '../case.ts'

// What random stacks and a value of every type in every field have found: each was once a disagreement with the program.

function service(fields: string, rest = ''): Case {
  return {
    name: `found: ${fields}${rest && ` ${rest}`}`,
    layers: [`services:\n  a: {image: x, ${fields}}\n  b: {image: y}\n${rest}\n`],
  }
}

function layered(name: string, ...layers: string[]): Case {
  return { name: `found: ${name}`, layers }
}

const SINGLE: Case[] = [
  'build: {context: ., ssh: [default]}',
  'build: {context: ., ssh: {k: }}',
  'build: {context: ., ssh: [k]}',
  'build: {context: ., ssh: {}}',
  'build: {context: ., ssh: ["k=./key"]}',
  'build: {context: ., additional_contexts: [a]}',
  'build: {context: ., additional_contexts: {a: 5}}',
  'build: {context: ., additional_contexts: {a: "service:b"}}',
  'build: {context: ., extra_hosts: {h: 5}}',
  'build: {context: ., secrets: [{}]}',
  'build: {context: ., platforms: [linux/arm64]}, platform: linux/amd64',
  'build: {context: ., platforms: [linux/arm64, linux/amd64]}, platform: linux/amd64',
  'extra_hosts: {h: []}',
  'extra_hosts: {h: 5}',
  'cpu_count: -1',
  'cpu_percent: 101',
  'cpu_shares: 2.5',
  'pids_limit: 2.5',
  'group_add: [2.5]',
  'healthcheck: {retries: -1}',
  'mem_swappiness: 10m',
  'ports: [{target: -1}]',
  'gpus: all',
  'gpus: [{driver: d}]',
  'gpus: [{driver: d, device_ids: ["1"], options: [a, b=c]}]',
  'gpus: [{count: 1, device_ids: ["1"]}]',
  'gpus: [{count: 1, unheard: of}]',
  'gpus: [{count: "1.5"}]',
  'deploy: {resources: {reservations: {devices: [{capabilities: [gpu], options: [a]}]}}}',
  'deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: ""}]}}}',
  'deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {}}]}}}',
  'deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: k, value: "5"}}]}}}',
  'deploy: {resources: {limits: {cpus: ""}}}',
  'deploy: {update_config: {parallelism: -1}}',
  'deploy: {restart_policy: {max_attempts: -1}}',
  'deploy: {resources: {limits: {cpus: 1}}}, pids_limit: 5',
  'deploy: {resources: {limits: {}}}, mem_limit: 5m',
  'deploy: {resources: {limits: {memory: 5m}}}, mem_limit: 0',
  'depends_on: {b: {condition: service_started, required: "yes"}}',
  'depends_on: {b: {condition: service_started, restart: "yes"}}',
  'develop: {watch: [{path: ., action: sync, target: ""}]}',
  'develop: {watch: [{path: "", action: rebuild}]}',
  'develop: {watch: [{path: ., action: sync+exec, target: /x, exec: {privileged: "yes", environment: [A=1, B]}}]}',
  'env_file: [{path: a.env, format: raw}]',
  'extends: {service: b, file: 5}',
  'label_file: [a.env, a.env]',
  'network_mode: host, networks: {}',
  'post_start: [{user: root, privileged: "yes"}]',
  'command: 2024-01-01',
  'hostname: 2024-01-01',
  'labels: {day: 2024-01-01}',
  'mem_limit: 2024-01-01',
  'dns: 2024-01-01',
  'dns: [2024-01-01]',
  'group_add: [2024-01-01]',
  'healthcheck: {test: 2024-01-01}',
  'volumes: ["c:d:/e"]',
  'volumes: [{type: bind, source: "", target: /x}]',
  'volumes: [{type: tmpfs, target: "", tmpfs: {mode: 2.5}}]',
  'volumes: [{type: tmpfs, target: /x, tmpfs: {size: -1}}]',
  'volumes: [{type: bind, source: ., target: /x, bind: {recursive: readonly}}]',
  'storage_opt: {a: 5, b: }',
  'storage_opt: {a: 2.5}',
  'shm_size: .inf',
  'x-own: .nan',
].map((fields) => ({ ...service(fields), files: { 'a.env': 'A=1\n' } }))

const RESOURCES: Case[] = [
  service('networks: [n]', 'networks: {n: {enable_ipv4: "no", name: ""}}'),
  service('networks: {n: {gw_priority: 5, priority: 2.5}}', 'networks: {n: }'),
  service('networks: [n]', 'networks: {n: {external: true, driver: d, labels: {a: b}}}'),
  service('networks: [n]', 'networks: {n: {external: {name: ""}}}'),
  service('volumes: ["vv:/v"]', 'volumes: {vv: {name: ""}}'),
  service('volumes: ["vv:/v"]', 'volumes: {vv: {external: true, labels: {a: b}}}'),
  service('secrets: [s]', 'secrets: {s: {file: a, environment: b}}'),
  service('secrets: [s]', 'secrets: {s: {file: a, external: true}}'),
  service('secrets: [s]', 'secrets: {s: {external: {name: n, further: thing}}}'),
  service('secrets: [s]', 'secrets: {s: {driver: vault}}'),
  service('secrets: [s]', 'secrets: {s: {file: ""}}'),
  service('secrets: [s]', 'secrets: {s: {file: a, driver_opts: {a: 0.5}}}'),
  service('secrets: [{source: s, mode: -1}]', 'secrets: {s: {file: a}}'),
  service('configs: [c]', 'configs: {c: {content: a, file: b}}'),
  service('configs: [c]', 'configs: {c: {content: "", environment: ""}}'),
  service('configs: [c]', 'configs: {c: {name: "", content: a}}'),
]

const LAYERS: Case[] = [
  {
    ...layered(
      'an earlier env file against the variables of --env-file',
      'services: {a: {image: x, env_file: [a.env, b.env, ./b.env]}}\n',
    ),
    envFiles: ['a.env'],
    files: { 'a.env': 'A=outer\n', 'b.env': 'A=${A}b\n' },
  },
  layered(
    'a boolean over a list of texts',
    'services: {a: {image: x, dns_search: [b.c]}}\n',
    'services: {a: {dns_search: true}}\n',
  ),
  layered('gpus all over a list', 'services: {a: {image: x, gpus: [{count: 1}]}}\n', 'services: {a: {gpus: all}}\n'),
  layered('gpus as a list over all', 'services: {a: {image: x, gpus: all}}\n', 'services: {a: {gpus: [{count: 2}]}}\n'),
  {
    ...layered(
      'one label file over a list',
      'services: {a: {image: x, label_file: [a.env]}}\n',
      'services: {a: {label_file: b.env}}\n',
    ),
    files: { 'a.env': 'A=1\n', 'b.env': 'A=2\nB=3\n' },
  },
  layered(
    'two address ranges over two others',
    'services: {a: {image: x, networks: [n]}}\nnetworks: {n: {ipam: {config: [{subnet: 10.0.0.0/24}, {subnet: 10.1.0.0/24, gateway: 10.1.0.1}]}}}\n',
    'networks: {n: {ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1}, {subnet: 10.2.0.0/24}]}}}\n',
  ),
  layered(
    'an unreadable command in an inactive service',
    'services: {a: {image: x}, b: {image: y, profiles: [p], command: "echo \'"}}\n',
  ),
  layered(
    'an unreadable duration in an inactive service',
    'services: {a: {image: x}, b: {image: y, profiles: [p], stop_grace_period: soon}}\n',
  ),
  {
    ...layered('an empty list of an extended service', 'services: {a: {extends: {file: c.yml, service: b}}}\n'),
    files: { 'c.yml': 'services: {b: {image: x, device_cgroup_rules: []}}\n' },
  },
  {
    ...layered(
      'an empty list of an extended service, and another layer',
      'services: {a: {extends: {file: c.yml, service: b}}}\n',
      'services: {a: {user: u}}\n',
    ),
    files: { 'c.yml': 'services: {b: {image: x, device_cgroup_rules: []}}\n' },
  },
  layered('a date that another layer replaces', 'services: {a: {image: 2024-01-01}}\n', 'services: {a: {image: x}}\n'),
  layered('a date that another layer leaves', 'services: {a: {image: 2024-01-01}}\n', 'services: {a: {user: u}}\n'),
  layered(
    'a health check of an inactive service',
    'services: {a: {image: x}, b: {image: y, profiles: [p], healthcheck: {test: [curl]}}}\n',
  ),
  layered('a name of which nothing is left', 'name: one\nservices: {a: {image: x}}\n', 'name: "!!!"\n'),
  layered('a name that no variable fills', 'services: {a: {image: x}}\n', 'name: "${NOT_SET:-}"\n'),
  layered('an empty name over another', 'name: one\nservices: {a: {image: x}}\n', 'name: ""\n'),
  {
    ...layered(
      'two mounts of one folder, a slash apart, of a service that is extended',
      'services: {a: {extends: {file: c.yml, service: b}}}\n',
    ),
    files: {
      'c.yml':
        'services: {b: {extends: c}, c: {image: x, volumes: [{type: bind, source: ~/x, target: /c/, read_only: true}, "~/home:/c/"]}}\n',
    },
  },
  {
    ...layered(
      'a list of contexts of an extended service',
      'services: {a: {extends: {file: parts/c.yml, service: b}, build: {additional_contexts: {d: ./d}}}}\n',
      'services: {a: {build: {additional_contexts: {c: !reset null, e: ./e}}}}\n',
    ),
    files: { 'parts/c.yml': 'services: {b: {build: {context: ., additional_contexts: [b=./b, "c=https://x"]}}}\n' },
  },
  layered(
    'one context of a list reset',
    'services: {a: {build: {context: ., additional_contexts: [b=./b, c=./c]}}}\n',
    'services: {a: {build: {additional_contexts: {b: !reset null}}}}\n',
  ),
  {
    ...layered('an included mapping of variables', 'include: [{path: [c.yml], env_file: a.env}]\n'),
    files: { 'a.env': 'A=1\n', 'c.yml': 'services: {a: {image: x, environment: {A: }}}\n' },
  },
  {
    ...layered('an included list of variables', 'include: [{path: c.yml, env_file: a.env}]\n'),
    files: { 'a.env': 'A=1\n', 'c.yml': 'services: {a: {image: x, environment: [A]}}\n' },
  },
  {
    ...layered(
      'an included mapping of variables in two layers',
      'include: [{path: [c.yml, d.yml], env_file: a.env}]\n',
    ),
    files: {
      'a.env': 'A=1\n',
      'c.yml': 'services: {a: {image: x, environment: {A: }}}\n',
      'd.yml': 'services: {a: {environment: {B: b}}}\n',
    },
  },
  {
    ...layered('quotes in quotes of an env file', 'services: {a: {image: x, env_file: a.env}}\n'),
    files: {
      'a.env': "A='a\\'b\\\"c\\\\'\nB=\"a\\'b\\\"c\\\\\"\nC='\\\\\\''\nD=\"\\\\\\\" \\n\"\nE='a\\\nb'\n",
    },
  },
  ...[
    'healthcheck: {retries: -1}',
    'gpus: [{count: 1, device_ids: ["1"]}]',
    'develop: {watch: [{path: "", action: rebuild}]}',
  ].map((fault) =>
    layered(`overridden: ${fault}`, `services: {a: {image: x, ${fault}}}\n`, 'services: {a: !override {image: y}}\n'),
  ),
  ...['build: []', 'networks: ', 'depends_on: text', 'gpus: 5'].map((fault) => ({
    ...layered(`extended: ${fault}`, 'services: {a: {extends: {file: c.yml, service: b}}}\n'),
    files: { 'c.yml': `services: {b: {image: x, ${fault}}}\n` },
  })),
  {
    ...layered('an empty build of another file', 'services: {a: {extends: {file: c.yml, service: b}}}\n'),
    files: { 'c.yml': 'services: {b: {image: x, build: }}\n' },
  },
  layered('an include of an env file alone', 'include: [{env_file: nowhere.env}]\nservices: {a: {image: x}}\n'),
]

export const FOUND: Case[] = [...SINGLE, ...RESOURCES, ...LAYERS]
