import type { Case } from '../case.ts'

// What the pages of the Compose specification show beside the fields of a service (06-networks.md to 15-profiles.md, build.md, deploy.md,
// develop.md), one example of each kind in a stack of our own.

const page = (name: string, layers: string | string[], more: Partial<Case> = {}): Case => ({
  name: `specification: ${name}`,
  layers: [layers].flat(),
  ...more,
})

const shop = (body: string): string => `services:\n  shop:\n    image: shop:2\n${body.replace(/^/gm, '    ')}\n`

const RESOURCES: Case[] = [
  page(
    'two networks that one service joins',
    'services:\n  proxy:\n    image: p\n    networks:\n      - front\n  shop:\n    image: s\n    networks:\n      - front\n      - back\nnetworks:\n  front:\n    driver: bridge\n    driver_opts:\n      com.docker.network.bridge.host_binding_ipv4: "127.0.0.1"\n  back:\n    driver: overlay\n',
  ),
  page(
    'the default network renamed',
    `${shop('user: u')}networks:\n  default:\n    name: market\n    driver: market-driver\n`,
  ),
  page(
    'addresses of a network',
    `${shop('networks: [net]')}networks:\n  net:\n    attachable: true\n    internal: true\n    enable_ipv6: true\n    ipam:\n      driver: default\n      config:\n        - subnet: 198.51.100.0/24\n          ip_range: 198.51.100.0/25\n          gateway: 198.51.100.1\n          aux_addresses:\n            till: 198.51.100.5\n            desk: 198.51.100.6\n      options:\n        pace: slow\n`,
  ),
  page(
    'a network without IPv4, of Compose 2.33',
    `${shop('networks: [net]')}networks:\n  net:\n    enable_ipv4: false\n`,
  ),
  page(
    'an external network by a variable name',
    `${shop('networks: [outside]')}networks:\n  outside:\n    name: "\${MARKET_NET}"\n    external: true\n`,
    { environment: { MARKET_NET: 'market' } },
  ),
  page(
    'an external network with a driver',
    `${shop('networks: [o]')}networks:\n  o:\n    external: true\n    driver: bridge\n`,
  ),
  page(
    'one volume of two services',
    'services:\n  ledger:\n    image: l\n    volumes:\n      - books:/etc/books\n  safe:\n    image: s\n    volumes:\n      - books:/var/lib/safe\nvolumes:\n  books:\n',
  ),
  page(
    'volumes with drivers, labels and names',
    `${shop('volumes: ["nfs:/a", "named:/b", "outer:/c"]')}volumes:\n  nfs:\n    driver: local\n    driver_opts:\n      type: "nfs"\n      o: "addr=192.0.2.4,nolock,soft,rw"\n      device: ":/docker/shop"\n    labels:\n      - "org.example.kept=yes"\n  named:\n    name: "shop-\${YEAR:-2020}"\n  outer:\n    external: true\n    name: real-name\n`,
  ),
  page(
    'configs of every source',
    `${shop('configs: [file, text, own, outer]')}configs:\n  file:\n    file: ./till.conf\n  text:\n    content: |\n      open=\${OPENING}\n      name="\${COMPOSE_PROJECT_NAME}"\n  own:\n    environment: "OWN"\n  outer:\n    external: true\n    name: "\${OUTER}"\n`,
    { environment: { OPENING: '8', OWN: 'x', OUTER: 'real' } },
  ),
  page(
    'secrets of every source',
    `${shop('secrets: [file, own, outer]')}secrets:\n  file:\n    file: ./till.key\n  own:\n    environment: "OWN"\n  outer:\n    external: true\n`,
  ),
]

const LANGUAGE: Case[] = [
  page(
    'fragments',
    `services:\n  first:\n    image: f\n    environment: &env\n      - KEY\n      - DAY=monday\n  second:\n    image: s\n    environment: *env\nvolumes:\n  stock: &volume\n    driver: custom\n  other: *volume\n`,
  ),
  page(
    'a fragment laid under a mapping',
    `x-env: &env\n  KEY: one\n  DAY: monday\nservices:\n  first:\n    image: f\n    environment:\n      <<: *env\n      DAY: tuesday\n  second:\n    image: s\n    environment:\n      <<: [*env, {HOUR: "8"}]\n`,
  ),
  page(
    'a fragment of a list laid under a mapping is refused',
    'x-env: &env\n  - A=1\nservices:\n  a:\n    image: i\n    environment:\n      <<: *env\n',
  ),
  page(
    'extensions at the top and inside',
    `x-owner: till\nx-list: [1, a]\n${shop('x-own:\n  a: b\ndeploy:\n  x-aws: {role: r}')}`,
  ),
  page(
    'sizes and durations',
    shop(
      "shm_size: 2b\nmem_limit: 1024kb\nmem_reservation: '300m'\nmemswap_limit: 1gb\nstop_grace_period: 2h32m\nhealthcheck: {test: t, interval: 1h5m30s20ms, timeout: 40us, start_period: 10ms}",
    ),
  ),
  page(
    'interpolation of every form',
    shop(
      'labels:\n  plain: $SET\n  braces: "${SET}s"\n  default: "${EMPTY:-d}"\n  unset: "${EMPTY-d}"\n  nested: "${NONE:-${SET}}"\n  deeper: "${NONE?${SET}}"\n  instead: "${SET:+i}"\n  set: "${EMPTY+i}"\n  dollar: "$$NOT $$$$"\n',
    ),
    { environment: { SET: 's', EMPTY: '', NONE: 'n' } },
  ),
  page('a required variable', shop('labels:\n  a: "${NONE:?say which}"')),
  page('keys are not interpolated', shop('labels:\n  "$KEY": a'), { environment: { KEY: 'k' } }),
]

const LAYERS: Case[] = [
  page('mappings and lists of two layers', [
    shop('labels: {a: "1", b: "2"}\ndns:\n  - 192.0.2.1'),
    shop('labels: {b: "B", c: "3"}\ndns:\n  - 192.0.2.2'),
  ]),
  page('commands of two layers', [
    shop('command: ["echo", "one"]\nentrypoint: a\nhealthcheck: {test: [CMD, a]}'),
    shop('command: ["echo", "two"]\nentrypoint: b\nhealthcheck: {test: [CMD, b]}'),
  ]),
  page('a volume of the same target', [
    shop('volumes:\n  - one:/work'),
    `${shop('volumes:\n  - two:/work')}volumes: {one: , two: }\n`,
  ]),
  page('secrets and configs of the same target', [
    shop('secrets: [a]\nconfigs: [{source: c, target: /x}]'),
    `${shop('secrets: [{source: b, target: a}]\nconfigs: [{source: d, target: /x}]')}secrets: {a: {file: a}, b: {file: b}}\nconfigs: {c: {file: c}, d: {file: d}}\n`,
  ]),
  page('reset', [
    shop('ports:\n  - "8180:80"\nenvironment:\n  TILL: OPEN'),
    shop('ports: !reset []\nenvironment:\n  TILL: !reset null'),
  ]),
  page('override', [shop('ports:\n  - "8180:80"'), shop('ports: !override\n  - "8543:443"')]),
  page(
    'an included file that is depended on',
    'include:\n  - parts/ledger.yaml\nservices:\n  shop:\n    build: .\n    depends_on:\n      - ledger\n',
    {
      files: {
        'parts/ledger.yaml': 'services:\n  ledger:\n    image: "l:${TAG:-none}"\n    volumes: ["./books:/books"]\n',
        'parts/.env': 'TAG=4\n',
      },
    },
  ),
  page(
    'an include at length',
    'include:\n  - path:\n      - parts/ledger.yaml\n      - ./over.yaml\n    project_directory: parts\n    env_file:\n      - own/a.env\n      - own/b.env\nservices:\n  shop:\n    image: s\n',
    {
      files: {
        'parts/ledger.yaml':
          'services:\n  ledger:\n    image: "l:${TAG:-none}-${KIND:-none}"\n    volumes: ["./books:/books"]\n',
        'over.yaml': 'services:\n  ledger:\n    user: "${KIND}"\n',
        'own/a.env': 'TAG=1\nKIND=a\n',
        'own/b.env': 'KIND=b\n',
      },
    },
  ),
  page('an included service of the same name', 'include: [parts/a.yaml]\nservices: {shop: {image: s}}\n', {
    files: { 'parts/a.yaml': 'services: {shop: {image: other}}\n' },
  }),
  page(
    'environment and volumes of an extended service',
    `services:\n  common:\n    image: c\n    environment: {ZONE: utc, PORT: 81}\n    volumes: ["base:/var/lib/books:rw"]\n    security_opt: ["label:role:TILL"]\n  shop:\n    extends: {service: common}\n    environment: {PORT: 8081}\n    volumes: ["own:/var/lib/books:ro"]\n    security_opt: ["label:user:CASHIER"]\nvolumes: {base: , own: }\n`,
  ),
]

const PROFILES = `services:
  shop: {image: s}
  ledger: {image: l, depends_on: [shop], profiles: [test]}
  desk: {image: d, depends_on: [ledger], profiles: [test, debug]}
`
const ADMIN =
  'services: {web: {image: w}, db: {image: d, profiles: [p]}, mail: {image: m, profiles: [p, other], depends_on: [db]}}\n'

const ACTIVE: Case[] = [
  page('no profile', PROFILES),
  page('a profile', PROFILES, { profiles: ['test'] }),
  page('a profile whose dependency stays away', PROFILES, { profiles: ['debug'] }),
  page('every profile', PROFILES, { profiles: ['*'] }),
  page('profiles that share a dependency', ADMIN, { profiles: ['p'] }),
]

const PARTS: Case[] = [
  page(
    'builds of three kinds',
    'services:\n  front:\n    image: market/front\n    build: ./front\n  back:\n    image: market/back\n    build:\n      context: back\n      dockerfile: ../back.Dockerfile\n  own:\n    build: ~/own\n',
  ),
  page(
    'a build at length',
    `services:
  shop:
    build:
      context: .
      dockerfile: shop.Dockerfile
      args:
        - COMMIT=4f2a1c7
        - ASKED
      cache_from:
        - alpine:latest
        - type=local,src=path/to/cache
      cache_to:
        - type=local,dest=path/to/cache
      extra_hosts:
        - "depot=192.0.2.7"
      labels:
        - "org.example.about=The shop"
        - "org.example.bare"
      shm_size: '2gb'
      target: sold
      no_cache: true
      pull: true
      network: none
      platforms: [linux/amd64, linux/arm64]
      privileged: true
      tags: ["market/shop:1", "registry.example/shop:2"]
      ulimits: {nproc: 60000, nofile: {soft: 1, hard: 2}}
      additional_contexts:
        - resources=/path/to/resources
        - app=docker-image://shop:1
        - source=https://example.org/shop.git
      secrets:
        - seal
        - {source: key, target: key.pem, uid: "107", gid: "107", mode: 0440}
secrets:
  seal: {file: ./seal}
  key: {environment: KEY}
`,
  ),
  page('a build from a repository', 'services: {shop: {build: "https://example.org/shop.git#main:docker"}}\n'),
  page(
    'a build with a Dockerfile inside',
    'services:\n  shop:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM base\n        RUN some $$command\n',
  ),
  page(
    'contexts of another service',
    'services:\n  base: {build: {context: .}}\n  shop: {build: {context: ., additional_contexts: {base: "service:base"}}}\n',
  ),
  page(
    'entitlements and attestations, newer than Compose 2.26',
    'services: {shop: {build: {context: ., entitlements: [network.host], provenance: true, sbom: true}}}\n',
  ),
  page(
    'deployment',
    shop(`deploy:
  mode: replicated
  replicas: 6
  endpoint_mode: vip
  labels:
    org.example.about: "What the label says"
  placement:
    constraints:
      - disktype=ssd
    preferences:
      - datacenter: us-east
`),
  ),
  page(
    'deployment at length',
    shop(`deploy:
  placement:
    constraints: [disktype=ssd]
    preferences:
      - spread: node.labels.zone
    max_replicas_per_node: 3
  resources:
    limits:
      cpus: '0.50'
      memory: 50M
      pids: 2
    reservations:
      cpus: '0.25'
      memory: 20M
      devices:
        - capabilities: ["nvidia-compute"]
          driver: nvidia
          device_ids: ["GPU-1"]
          options:
            virtualization: false
  restart_policy:
    condition: on-failure
    delay: 5s
    max_attempts: 3
    window: 120s
  rollback_config:
    parallelism: 0
    delay: 0s
    failure_action: pause
    order: start-first
  update_config:
    parallelism: 2
    delay: 10s
    monitor: 1m
    max_failure_ratio: 0.25
    order: stop-first
`),
  ),
  page('constraints as a mapping', shop('deploy: {placement: {constraints: {disktype: ssd}}}')),
  page('the jobs of a swarm, newer than Compose 2.26', shop('deploy: {mode: replicated-job, replicas: 2}')),
  page(
    'development',
    `services:
  front:
    build: ./front
    develop:
      watch:
        - path: ./front/html
          action: sync
          target: /var/www
          ignore:
            - node_modules/
        - path: ./front/package.json
          action: rebuild
        - path: ./front/etc
          action: sync+restart
          target: /etc/front
        - path: ./front/out
          action: sync+exec
          target: /out
          exec:
            command: touch /out/done
            user: u
`,
  ),
  page(
    'development with a filter, newer than Compose 2.26',
    'services: {a: {build: ., develop: {watch: [{path: ., action: sync, target: /x, include: ["*.html"], initial_sync: true}]}}}\n',
  ),
]

export const SPECIFICATION_MODEL: Case[] = [...RESOURCES, ...LANGUAGE, ...LAYERS, ...ACTIVE, ...PARTS]
