import type { Case } from '../case.ts'

const service = (body: string): string => `services:\n  a:\n    image: busybox\n${body.replace(/^/gm, '    ')}\n`
const layered = (name: string, ...bodies: string[]): Case => ({ name, layers: bodies.map(service) })

/** Each row of the table of merge rules, with what really happens. */
export const MERGING: Case[] = [
  layered('mappings merge key by key', 'labels: {a: "1", b: "2"}', 'labels: {b: "3", c: "4"}'),
  layered(
    'lists without a rule of their own are appended',
    'device_cgroup_rules: ["c 1:3 mr"]',
    'device_cgroup_rules: ["c 1:3 mr", "a 7:* rmw"]',
  ),
  layered('a command replaces', 'command: [a, b]', 'command: c d'),
  layered('command: null clears', 'command: [a, b]', 'command: null'),
  layered('command: [] clears', 'command: [a, b]\nentrypoint: x', 'command: []\nentrypoint: ""'),
  layered('an entrypoint replaces', 'entrypoint: [a, b]', 'entrypoint: "c \'d e\'"'),
  layered(
    'a health check test replaces, its other keys merge',
    'healthcheck: {test: [CMD, a], interval: 10s, retries: 3}',
    'healthcheck: {test: curl b, interval: 1m30s}',
  ),
  layered('disable: true survives an overlay test', 'healthcheck: {disable: true}', 'healthcheck: {test: [CMD, a]}'),
  layered(
    'disable: false turns the check on again',
    'healthcheck: {disable: true}',
    'healthcheck: {test: [CMD, a], disable: false}',
  ),
  layered('!override of a health check', 'healthcheck: {disable: true}', 'healthcheck: !override {test: [CMD, a]}'),
  layered('another published port is a second port', 'ports: ["8000:8000"]', 'ports: ["9000:8000"]'),
  layered('an address makes a second binding', 'ports: ["8000:8000"]', 'ports: ["127.0.0.1:8000:8000"]'),
  layered(
    'the same port twice is one',
    'ports: ["8000:8000"]',
    'ports: ["8000:8000", {target: 8000, published: "8000"}]',
  ),
  layered(
    'a range and one of its ports',
    'ports: ["8000-8002:8000-8002"]',
    'ports: ["8001:8001/tcp", "8002:8002/udp"]',
  ),
  layered(
    'a port of every form',
    'ports: [80, "81", "82:83/udp", "[::1]:90:91", "127.0.0.1::92", "1000-1002", "2000-2009:20"]',
  ),
  layered(
    'published as a number and as text are two ports',
    'ports: [{target: 80, published: 80}, {target: 80, published: "80"}, "81:81", {target: 81, published: 81}]',
    'ports: ["80:80", {target: 80, published: 80, protocol: tcp}]',
  ),
  layered('ports: [] clears nothing', 'ports: ["8000:8000"]', 'ports: []'),
  layered('ports: null clears nothing', 'ports: ["8000:8000"]', 'ports: null'),
  layered('environment: [] clears nothing', 'environment: {A: "1"}', 'environment: []'),
  layered('environment: null clears nothing', 'environment: {A: "1"}', 'environment: null'),
  layered('!override of ports', 'ports: ["8000:8000"]', 'ports: !override ["9000:8000"]'),
  layered('!reset of ports', 'ports: ["8000:8000"]', 'ports: !reset []'),
  layered('!reset and again in a third layer', 'ports: ["1:1"]', 'ports: !reset []', 'ports: ["2:2"]'),
  layered(
    'volumes are one by target',
    'volumes: ["./a:/x", "./b:/y"]',
    'volumes: ["./c:/x:ro", {type: tmpfs, target: /y}]',
  ),
  layered('an anonymous volume and a trailing slash', 'volumes: ["/x", "./a:/y/"]', 'volumes: ["./b:/y"]'),
  {
    name: 'secrets are one by target',
    layers: [
      `${service('secrets: [one, {source: two, target: x}]')}secrets: {one: {file: ./one}, two: {file: ./two}, three: {file: ./three}}\n`,
      service('secrets: [{source: three, target: x}, {source: two, target: /run/secrets/one}]'),
    ],
  },
  {
    name: 'configs are one by target',
    layers: [
      `${service('configs: [one, {source: two, target: /x, mode: 0444}]')}configs: {one: {file: ./one}, two: {content: "b"}, three: {environment: HOME_OF}}\n`,
      service('configs: [{source: three, target: /x}]'),
    ],
  },
  layered(
    'devices are one by target',
    'devices: ["/dev/a:/dev/x", "/dev/b"]',
    'devices: ["/dev/c:/dev/x:r", "/dev/b:/dev/b:rw"]',
  ),
  layered(
    'environment mixes its forms',
    'environment: [A=1, B=2, C]',
    'environment: {B: 3, D: null, E: true, F: 1.5, G: ""}',
  ),
  layered(
    'environment of three layers',
    'environment: {A: "1", B: "2"}',
    'environment: [B=3]',
    'environment: {A: null, C: "x=y"}',
  ),
  layered('labels mix their forms', 'labels: [a=1, "b"]', 'labels: {a: 2, c: null, d: true}'),
  layered(
    'annotations and sysctls',
    'annotations: {a: b}\nsysctls: {net.core.somaxconn: 1}',
    'annotations: [a=c]\nsysctls: ["net.core.somaxconn=2", "x.y=3"]',
  ),
  layered('build arguments by key', 'build: {context: ., args: {A: 1, B: 2}}', 'build: {args: [B=3, C]}'),
  layered('deploy labels', 'deploy: {labels: [a=1]}', 'deploy: {labels: {a: 2, b: 3}}'),
  layered('tmpfs is cut at the equals sign', 'tmpfs: "/tmp:size=64m"', 'tmpfs: ["/tmp:size=128m", /run]'),
  layered('tmpfs with and without a size are two', 'tmpfs: [/tmp]', 'tmpfs: ["/tmp:size=1m"]'),
  layered(
    'capabilities are appended once each',
    'cap_add: [A, B]\ncap_drop: [ALL]',
    'cap_add: [B, C]\ncap_drop: [ALL]',
  ),
  layered(
    'dns in both forms',
    'dns: 1.1.1.1\ndns_search: a.b',
    'dns: [1.1.1.1, 8.8.8.8]\ndns_search: [c.d]\ndns_opt: [x, x2]',
  ),
  { name: 'profiles add', layers: [service('profiles: [x]'), service('profiles: [y, x]')], profiles: ['y'] },
  layered('expose', 'expose: [80, "81"]', 'expose: ["80", 82]'),
  layered('security_opt in one layer', 'security_opt: [a]', 'security_opt: [b]'),
  layered(
    'security_opt twice is refused',
    'security_opt: ["no-new-privileges:true"]',
    'security_opt: ["no-new-privileges:true"]',
  ),
  layered('group_add twice is refused', 'group_add: [a]', 'group_add: [a]'),
  layered('extra_hosts', 'extra_hosts: ["a:1.1.1.1", "b=2.2.2.2"]', 'extra_hosts: ["a:1.1.1.1", "a:3.3.3.3"]'),
  layered('extra_hosts as a mapping', 'extra_hosts: {a: 1.1.1.1}', 'extra_hosts: {a: 1.1.1.2, b: "::1"}'),
  {
    name: 'env_file is appended, one by path',
    layers: [service('env_file: base.env'), service('env_file: [over.env, base.env]')],
    files: { 'base.env': 'A=base\nB=base\n', 'over.env': 'A=over\n' },
  },
  {
    name: 'depends_on of two forms',
    layers: [
      `${service('depends_on: {b: {condition: service_healthy}, c: {condition: service_completed_successfully, restart: true}}')}  b: {image: b}\n  c: {image: c}\n`,
      service('depends_on: [b]'),
    ],
  },
  {
    name: 'depends_on gains a condition',
    layers: [
      `${service('depends_on: [b]')}  b: {image: b}\n`,
      service('depends_on: {b: {condition: service_healthy, required: false}}'),
    ],
  },
  {
    name: 'networks by name, aliases appended',
    layers: [
      `${service('networks: {front: {aliases: [x]}, back: null}')}networks: {front: , back: {driver: overlay}, unused: {}}\n`,
      service('networks: {front: {aliases: [y, x], ipv4_address: 10.0.0.1}}'),
    ],
  },
  {
    name: 'networks as a list',
    layers: [
      `${service('networks: [front]')}networks: {front: , back: {internal: true}}\n`,
      service('networks: [back, front]'),
    ],
  },
  {
    name: '!override of networks drops aliases',
    layers: [
      `${service('networks: {front: {aliases: [x]}}')}networks: {front: }\n`,
      service('networks: !override [front]'),
    ],
  },
  layered(
    'logging of the same driver merges',
    'logging: {driver: x, options: {a: 1, b: 2}}',
    'logging: {driver: x, options: {b: 3}}',
  ),
  layered(
    'logging of another driver replaces',
    'logging: {driver: x, options: {a: 1}}',
    'logging: {driver: y, options: {b: 3}}',
  ),
  layered('logging without a driver merges', 'logging: {driver: x, options: {a: 1}}', 'logging: {options: {b: 3}}'),
  layered(
    'ulimits replace',
    'ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}',
    'ulimits: {nofile: 5, nproc: {soft: 1, hard: 4}}',
  ),
  layered('a short build becomes the context', 'build: ./x', 'build: {target: y, dockerfile: D}'),
  layered('an image laid over a build keeps the build', 'build: ./x', 'image: other'),
  layered('!reset of the build', 'build: ./x', 'build: !reset null'),
  layered(
    '!override of deploy loses its limits',
    'deploy: {replicas: 2, resources: {limits: {memory: 1g}}}',
    'deploy: !override {replicas: 1}',
  ),
  layered(
    'deploy merges',
    'deploy: {replicas: 2, resources: {limits: {memory: 1g}}}',
    'deploy: {resources: {limits: {cpus: "0.5"}}}',
  ),
  {
    name: 'external stays true',
    layers: [`${service('networks: [n]')}networks: {n: {external: true}}\n`, 'networks: {n: {name: other}}\n'],
  },
  {
    name: 'external: false',
    layers: [
      `${service('networks: [n]\nvolumes: ["v:/v"]')}networks: {n: {external: true}}\nvolumes: {v: {external: true, name: w}}\n`,
      'networks: {n: {external: false, driver: bridge}}\n',
    ],
  },
  layered('!reset of a key in the mapping form', 'environment: {A: "1", B: "2"}', 'environment: {A: !reset null}'),
  layered('!reset of a key in the list form is ignored', 'environment: [A=1, B=2]', 'environment: {A: !reset null}'),
  layered(
    '!reset of a key in a third layer is ignored',
    'environment: {A: "1"}',
    'environment: {B: "2"}',
    'environment: {A: !reset null}',
  ),
  layered('!reset of a list item is ignored', 'cap_add: [A, B]', 'cap_add: [!reset A, C]'),
  {
    name: '!reset of a service',
    layers: [`${service('')}  b: {image: b}\n`, 'services: {b: !reset null}\n'],
  },
  {
    name: '!reset of a service that others need is refused',
    layers: [`${service('depends_on: [b]')}  b: {image: b}\n`, 'services: {b: !reset null}\n'],
  },
  {
    name: '!reset of a dependency in the list form',
    layers: [
      `${service('depends_on: [b, c]')}  b: {image: b}\n  c: {image: c}\n`,
      service('depends_on: {b: !reset null}'),
    ],
  },
  {
    name: '!reset of a top-level volume',
    layers: [
      `${service('volumes: ["v:/v"]')}volumes: {v: {name: x}}\n`,
      `${service('volumes: !reset []')}volumes: {v: !reset null}\n`,
    ],
  },
  {
    name: 'tags on an aliased value',
    layers: [
      service('environment: {A: "1"}\nlabels: {A: "1"}'),
      `x-e: &e !override {B: "2"}\n${service('environment: *e')}`,
    ],
  },
  {
    name: 'an anchor of another file is unknown',
    layers: [`x-a: &a {image: b}\n${service('')}`, 'services: {b: *a}\n'],
  },
  {
    name: 'merge keys: own keys win, then the first of a list',
    layers: [
      'x-a: &a {image: one, user: u}\nx-b: &b {image: two, hostname: h}\nservices:\n  a:\n    user: v\n    <<: [*a, *b]\n',
    ],
  },
  {
    name: 'x- fields are replaced whole',
    layers: [`x-a: {b: 1, c: [1, 2]}\n${service('x-q: {a: 1}')}`, `x-a: {d: 0o17}\n${service('x-q: {b: 1}')}`],
  },
  layered('null over a text keeps it', 'user: u\nhostname: h', 'user: null\nhostname: ~'),
  {
    name: 'null over everything keeps it',
    layers: [
      `${service('build: ./x\ndepends_on: [b]\nnetworks: [n]\ncap_add: [A]\ntmpfs: /x\nhealthcheck: {test: a}\ndeploy: {replicas: 2}\nextra_hosts: [a=1.1.1.1]')}  b: {image: x}\nnetworks: {n: }\n`,
      'services: {a: {build: null, depends_on: null, networks: null, cap_add: null, tmpfs: null, healthcheck: null, deploy: null, extra_hosts: null}, b: null}\nnetworks: {n: null}\n',
    ],
  },
  layered('null over logging', 'logging: {driver: d}', 'logging: null'),
  layered('null over a health check test', 'healthcheck: {test: a, interval: 5s}', 'healthcheck: {test: null}'),
  { name: 'null over services', layers: [service(''), 'services: null\n'] },
  ...[
    'group_add',
    'ports',
    'environment',
    'cap_add',
    'command',
    'extra_hosts',
    'dns',
    'tmpfs',
    'volumes',
    'networks',
    'depends_on',
    'env_file',
    'security_opt',
    'devices',
    'device_cgroup_rules',
    'links',
    'secrets',
    'expose',
    'volumes_from',
    'external_links',
  ].map((field) => layered(`an empty ${field} before another layer`, `${field}: []`, 'user: u')),
  layered('an empty list before a full one', 'group_add: []', 'group_add: [g]'),
  layered('an empty list in deploy', 'deploy: {placement: {constraints: []}}', 'user: u'),
  { name: 'an empty list in an extension', layers: [`${service('')}x-a: {b: [], c: {}, d: [[]]}\n`] },
  layered('scale gives deploy its replicas', 'scale: 2\ndeploy: {labels: {a: b}}', 'user: u'),
  layered('ulimits of zero', 'ulimits: {nproc: 0, nofile: {soft: 0, hard: 3}}'),
  layered(
    'a tag inside of !override is text',
    'labels: {a: "1"}',
    'labels: !override {b: !reset null, c: !reset x, d: "2"}',
  ),
  layered(
    '!override of single values',
    'user: a\ninit: true\nscale: 1',
    'user: !override b\ninit: !override false\nscale: !override 2',
  ),
  layered('other tags', 'user: !!str 5\nhostname: !own x\nlabels: {a: !!int "5", b: !!str true, c: !!null null}'),
  layered(
    'a trailing slash in the long form',
    'volumes: ["./a:/c/", {type: bind, source: ./b, target: /d/}]',
    'volumes: [{type: bind, source: ./c, target: /c/}, "./e:/d"]',
  ),
  layered('pid: null', 'pid: null'),
  layered(
    'a list of keys is a mapping to the next layer',
    'build: {context: ., ssh: [default]}',
    'build: {ssh: {default: null}}',
  ),
  layered('a list cannot become a mapping', 'security_opt: [a]', 'security_opt: {b: c}'),
  layered('a mapping cannot become a list', 'deploy: {replicas: 1}', 'deploy: [a]'),
  { name: 'a misspelt service has no image', layers: [service(''), 'services: {aa: {command: x}}\n'] },
  layered('an unknown key is refused', 'comand: x'),
  { name: 'an unknown top-level key is refused', layers: [`${service('')}service: {}\n`] },
  { name: 'the version is ignored', layers: [`version: "3.8"\n${service('')}`] },
  {
    name: 'the last name wins',
    layers: [`name: one\n${service('')}`, `name: two\n${service('hostname: "${COMPOSE_PROJECT_NAME}"')}`],
  },
  {
    name: '-p beats name',
    layers: [`name: one\n${service('hostname: "${COMPOSE_PROJECT_NAME}"')}`],
    projectName: 'three',
  },
  { name: 'two documents in one file', layers: [`${service('user: x')}---\n${service('user: y')}`] },
  {
    name: 'ranges of addresses merge by subnet',
    layers: [
      `${service('networks: [n]')}networks: {n: {ipam: {config: [{subnet: 10.0.0.0/24}, {subnet: 10.1.0.0/24, gateway: 10.1.0.1}]}, labels: [a=1]}}\n`,
      'networks: {n: {ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1}]}, labels: {a: 2}}}\n',
    ],
  },
  {
    name: 'names of volumes',
    layers: [
      `${service('volumes: ["v:/v", "w:/w", "./x:/x"]')}volumes: {v: {labels: [a]}, w: {external: true}}\n`,
      'volumes: {v: {name: other, labels: {b: 1}}}\n',
    ],
  },
]
