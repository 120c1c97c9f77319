import type { Case } from '../case.ts'

// Every example of the pages of the Compose specification on how files meet: fragments, extensions, interpolation, merging, include, profiles
// and extends (10-fragments.md to 15-profiles.md, and extends in 05-services.md), in stacks of our own, but for those that
// specification-model.ts has.

const page = (name: string, layers: string | string[], more: Partial<Case> = {}): Case => ({
  name: `specification of layers: ${name}`,
  layers: [layers].flat(),
  ...more,
})

const shop = (body: string): string => `services:\n  shop:\n    image: shop:2\n${body.replace(/^/gm, '    ')}\n`

const FRAGMENTS: Case[] = [
  page(
    'a volume like another',
    `${shop('volumes: ["stock:/a", "books:/b"]')}volumes:\n  stock: &usual\n    driver: default\n  books: *usual\n`,
  ),
  page(
    'a volume like another, with a name of its own',
    `${shop('volumes: ["stock:/a", "books:/b"]')}volumes:\n  stock: &usual\n    driver: default\n    name: "stock"\n  books:\n    <<: *usual\n    name: "books"\n`,
  ),
  page(
    'variables of another service and one more',
    'services:\n  till:\n    image: t\n    environment: &env\n      OPEN: EARLY\n      SHUT: LATE\n  desk:\n    image: d\n    environment:\n      <<: *env\n      STAFF: ONE\n',
  ),
  page('an anchor that a variable names', 'x-a: &a {user: u}\nservices: {shop: {image: s, <<: *$NAME}}\n', {
    environment: { NAME: 'a' },
  }),
]

const EXTENSIONS: Case[] = [
  page('fields of one’s own', `x-till:\n  drawer:\n    - coins\n    - notes\n\n${shop('x-drawer: coins')}`),
  page(
    'fields of a platform in the placement',
    shop('deploy:\n  placement:\n    x-cloud-role: "arn:cloud:role/till"\n    x-cloud-region: "north-3"'),
  ),
  page(
    'a list of variables laid under services',
    'x-env: &env\n  environment:\n    - OPEN\n    - SHUT\n\nservices:\n  till:\n    <<: *env\n    image: t\n  desk:\n    <<: *env\n    image: d\n',
    { environment: { OPEN: 'early' } },
  ),
  page(
    'what several services have in common',
    `x-common: &common
 labels:
   counter: "true"
 depends_on:
   - door
 networks:
   - hall
 deploy:
   placement:
     constraints:
       - 'node.platform.os == linux'
services:
 # takes the money
 till:
   <<: *common
   image: t
   environment:
     no_proxy: "door"
     proxy: $PROXY
 # gives it back
 desk:
   <<: *common
   image: d
   environment:
     work: "count"
     no_proxy: "door"
     proxy: $PROXY
 door:
   image: o
networks:
 hall:
`,
    { environment: { PROXY: 'http://p' } },
  ),
  page(
    'two extensions under one environment',
    'x-environment: &usual\n  OPEN: EARLY\n  SHUT: LATE\nx-keys: &keys\n  KEY: BRASS\nservices:\n  till:\n    image: t\n    environment: \n      << : [*usual, *keys]\n      STAFF: ONE\n',
  ),
]

const VARIABLES: Case[] = [
  ...[
    '${NAME:-${OTHER}}',
    '${NAME?$OTHER}',
    '${NAME:-${OTHER:-fallback}}',
    '${NAME/a/b}',
    '${NAME:?which ${OTHER}}',
  ].flatMap((text) => [
    page(`${text} of nothing`, shop(`labels: {a: '${text}'}`)),
    page(`${text} of the other`, shop(`labels: {a: '${text}'}`), { environment: { OTHER: 'other' } }),
    page(`${text} of a name`, shop(`labels: {a: '${text}'}`), { environment: { NAME: 'name', OTHER: 'other' } }),
  ]),
  page('a dollar sign for the shell', 'services:\n  web:\n    build: .\n    command: "$$NOT_HERE"\n'),
  page('a key that looks like a variable', shop('labels:\n  "$KEY": "till"'), { environment: { KEY: 'k' } }),
  page('a key in a list is interpolated', shop('labels:\n  - "$KEY=till"'), { environment: { KEY: 'k' } }),
  page(
    'short forms from variables, before they are merged',
    [shop('ports: ["$PORT"]\nvolumes: ["$MOUNT"]'), shop('ports: ["8180:80"]\nvolumes: ["./other:/data"]')],
    { environment: { PORT: '8180:80', MOUNT: './own:/data:ro' } },
  ),
]

const MERGING: Case[] = [
  page('fields that the page makes up', [
    'services:\n  shop:\n    key1: one\n    key2: two\n',
    'services:\n  shop:\n    key2: TWO\n    key3: three\n',
  ]),
  page('a field in capitals', [shop('DNS:\n  - 192.0.2.1'), shop('DNS:\n  - 192.0.2.2')]),
  page('every special list at once', [
    `${shop('volumes: ["one:/work", "./a:/b"]\nports: ["8180:80", "127.0.0.1:8181:81/udp"]\nsecrets: [seal]\nconfigs: [{source: list, target: /list}]')}volumes: {one: , two: }\nsecrets: {seal: {file: a}, other: {file: b}}\nconfigs: {list: {file: a}, other: {file: b}}\n`,
    shop(
      'volumes: ["two:/work", "./c:/d"]\nports: ["8180:80/tcp", "127.0.0.1:8181:81/tcp"]\nsecrets: [{source: other, target: /run/secrets/seal}]\nconfigs: [{source: other, target: /list}, list]',
    ),
  ]),
  page('reset whatever the value', [
    shop('ports: ["8180:80"]\nuser: u\nlabels: {a: "1"}\ndeploy: {replicas: 2}'),
    shop('ports: !reset ["1:1"]\nuser: !reset ignored\nlabels: {a: !reset [x]}\ndeploy: !reset {replicas: 9}'),
  ]),
  page('services beside their heading', [
    'services:\napp:\n    image: app\n    ports:\n      - "8180:80"\n',
    'services:\n  app:\n    ports: !reset []\n',
  ]),
  page('ports without override', [shop('ports:\n  - "8180:80"'), shop('ports:\n  - "8543:443"')]),
  page('override of a resource', [
    `${shop('networks: [net]\nvolumes: ["stock:/s"]')}networks:\n  net: {driver: bridge, labels: {a: "1"}}\nvolumes:\n  stock: {driver: one, driver_opts: {a: b}}\n`,
    'networks:\n  net: !override\n    external: true\n    name: outside\nvolumes:\n  stock: !override {name: other}\n',
  ]),
]

const APART = {
  '../commons/compose.yaml':
    'services: {counter: {image: "c:${TAG:-none}", volumes: ["./own:/own"]}}\nnetworks: {hall: }\n',
  '../commons/.env': 'TAG=commons\n',
  '../second/compose.yaml':
    'services: {scale: {image: "w:${TAG:-none}-${KIND:-none}", env_file: w.env, volumes: ["weights:/w"], networks: [market]}}\nvolumes: {weights: }\nnetworks: {market: {name: market}}\n',
  '../second/.env': 'TAG=second\n',
  '../second/dev.env': 'KIND=dev\nTAG=dev\n',
  '../second/w.env': 'WEIGHT=$TAG\n',
  'commons-over.yaml': 'services: {counter: {user: "${TAG}", volumes: ["./mine:/own"]}}\n',
}

const including = (name: string, layers: string | string[], more: Partial<Case> = {}): Case =>
  page(`include: ${name}`, layers, { files: APART, ...more })

const INCLUDE: Case[] = [
  including(
    'two projects beside this one',
    `include:\n  - ../commons/compose.yaml\n  - ../second/compose.yaml\n\n${shop('depends_on:\n  - scale # of the second')}`,
  ),
  including(
    'what is set here beats their env files',
    `include:\n  - ../commons/compose.yaml\n  - ../second/compose.yaml\n\n${shop('user: "${TAG}"')}`,
    { environment: { TAG: 'mine' } },
  ),
  including(
    'a folder and an env file of another project',
    `include:\n   - path: ../commons/compose.yaml\n     project_directory: ..\n     env_file: ../second/.env\n${shop('user: u')}`,
  ),
  including(
    'two files laid over each other',
    `include:\n   - path: \n       - ../commons/compose.yaml\n       - ./commons-over.yaml\n${shop('user: u')}`,
  ),
  including(
    'several env files',
    `include:\n   - path: ../second/compose.yaml\n     env_file:\n       - ../second/.env\n       - ../second/dev.env\n${shop('user: u')}`,
  ),
  including(
    'an env file that is not there',
    `include:\n   - path: ../second/compose.yaml\n     env_file: ../second/none.env\n${shop('user: u')}`,
  ),
  including(
    'volumes and networks of an included file are used here',
    `include: [../second/compose.yaml]\n${shop('volumes: ["weights:/w"]\nnetworks: [market]')}`,
  ),
  including(
    'the same resource here and there, told alike',
    `include: [../second/compose.yaml]\n${shop('networks: [market]')}networks: {market: {name: market}}\n`,
  ),
  including(
    'the same resource here and there, told otherwise',
    `include: [../second/compose.yaml]\n${shop('networks: [market]')}networks: {market: {name: other}}\n`,
  ),
  including('an included service changed by the file that includes it', [
    `include: [../commons/compose.yaml]\nservices: {counter: {user: u}}\n`,
  ]),
]

const PROFILED = `services:
  shop:
    image: s
  till:
    image: t
    profiles:
      - test
  desk:
    image: d
    depends_on:
      - till
    profiles:
      - test
  safe:
    image: f
    depends_on:
      - till
    profiles:
      - debug
`
const hidden = (body: string): string =>
  `services:\n  hidden: {image: h, profiles: [hidden]}\n  shop:\n    image: s\n${body.replace(/^/gm, '    ')}\n`

const PROFILES: Case[] = [
  ...[[], ['test'], ['debug'], ['debug', 'test']].map((profiles) =>
    page(`profiles: ${profiles.join(' and ') || 'none'} active`, PROFILED, { profiles }),
  ),
  page('profiles: of the environment', PROFILED, { environment: { COMPOSE_PROFILES: 'debug,test' } }),
  ...[
    'links: [hidden]',
    'extends: hidden',
    'network_mode: "service:hidden"',
    'ipc: "service:hidden"',
    'pid: "service:hidden"',
    'volumes_from: [hidden]',
  ].map((body) => page(`profiles: ${body} of an inactive service`, hidden(body))),
  page(
    'profiles: resources stay when their service does not',
    `services:\n  shop: {image: s}\n  hidden: {image: h, profiles: [hidden], volumes: ["stock:/s"], networks: [net]}\nvolumes: {stock: }\nnetworks: {net: {driver: bridge}}\n`,
  ),
]

const extending = (name: string, common: string, shop: string, rest = ''): Case =>
  page(
    `extends: ${name}`,
    `services:\n  common:\n    image: busybox\n${common.replace(/^/gm, '    ')}\n  shop:\n    extends:\n      service: common\n${shop.replace(/^/gm, '    ')}\n${rest}`,
  )

const EXTENDS: Case[] = [
  extending('variables as mappings', 'environment:\n  ZONE: utc\n  PORT: 81', 'environment:\n  PORT: 8081'),
  extending('variables as lists', 'environment:\n  - ZONE=utc\n  - PORT=81', 'environment:\n  - PORT=8081'),
  extending(
    'a mount at the same path',
    'volumes:\n  - common-books:/var/lib/books:rw',
    'volumes:\n  - own-books:/var/lib/books:ro',
    'volumes: {common-books: , own-books: }\n',
  ),
  extending('options of security', 'security_opt:\n  - label:role:TILL', 'security_opt:\n  - label:user:CASHIER'),
  page(
    'extends: a chain',
    'services:\n  base:\n    image: busybox\n    user: root\n  common:\n    image: busybox\n    extends:\n      service: base\n  shop:\n    extends:\n      service: common\n',
  ),
  page('extends: a file', 'services:\n  shop:\n    extends:\n      file: common.yml\n      service: web\n', {
    files: { 'common.yml': 'services: {web: {image: w, build: ./web, volumes: ["./x:/x"]}}\n' },
  }),
  page('extends: without a service', 'services: {shop: {image: s, extends: {file: common.yml}}}\n', {
    files: { 'common.yml': 'services: {web: {image: w}}\n' },
  }),
  page(
    'extends: what the other file refers to is not imported',
    'services: {shop: {extends: {file: c.yml, service: web}}}\n',
    {
      files: {
        'c.yml':
          'services: {web: {image: w, volumes: ["stock:/s"], networks: [net]}}\nvolumes: {stock: }\nnetworks: {net: }\n',
      },
    },
  ),
  extending(
    'a check that the referenced service has is disabled',
    'healthcheck: {test: a}',
    'healthcheck: {disable: true}',
  ),
  extending(
    'lists without duplicates',
    'cap_add: [A, B]\nexpose: ["80"]\ndevice_cgroup_rules: ["c 1:3 mr"]\nexternal_links: [a]\nports: ["80:80"]',
    'cap_add: [B, C]\nexpose: ["80", "81"]\ndevice_cgroup_rules: ["c 1:3 mr"]\nexternal_links: [a, b]\nports: ["80:80", "81:81"]',
  ),
  extending(
    'lists that keep duplicates',
    'dns: [192.0.2.1]\ndns_search: [a.example]\ntmpfs: [/run]',
    'dns: [192.0.2.1, 192.0.2.2]\ndns_search: [a.example]\ntmpfs: [/run, /tmp]',
  ),
  extending(
    'mappings of every kind',
    'annotations: {a: "1", b: "1"}\nlogging: {driver: d, options: {a: "1", b: "1"}}\nsysctls: {a.b: 1}\nstorage_opt: {size: 1G}\nulimits: {nproc: 1, nofile: {soft: 1, hard: 2}}\ndeploy: {labels: {a: "1"}, resources: {limits: {cpus: "1", memory: 1g}}, restart_policy: {delay: 1s}}',
    'annotations: {b: "2"}\nlogging: {options: {b: "2"}}\nsysctls: {c.d: 2}\nstorage_opt: {size: 2G}\nulimits: {nproc: 2}\ndeploy: {labels: [a=2], resources: {limits: {cpus: "2"}}, restart_policy: {condition: any}}',
  ),
]

export const SPECIFICATION_LAYERS: Case[] = [
  ...FRAGMENTS,
  ...EXTENSIONS,
  ...VARIABLES,
  ...MERGING,
  ...INCLUDE,
  ...PROFILES,
  ...EXTENDS,
]
