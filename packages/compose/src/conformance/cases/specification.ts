import type { Case } from '../case.ts'

// What the Compose specification shows of the fields of a service (05-services.md), one example of each kind in a stack of our own.
// Where the page tells of a Compose newer than the recorded one, the record says what 2.26 makes of it.

const service = (name: string, body: string, rest = '', more: Partial<Case> = {}): Case => ({
  name: `specification: ${name}`,
  layers: [`services:\n  shop:\n    image: shop:2\n${body.replace(/^/gm, '    ')}\n${rest}\n`],
  ...more,
})

export const SPECIFICATION: Case[] = [
  service('annotations as a mapping', 'annotations:\n  org.example.owner: till'),
  service('annotations as a list', 'annotations:\n  - org.example.owner=till'),
  service('no logs collected', 'attach: false'),
  service(
    'limits of block devices',
    `blkio_config:
   weight: 250
   weight_device:
     - path: /dev/nvme0
       weight: 150
   device_read_bps:
     - path: /dev/nvme1
       rate: '20mb'
   device_write_iops:
     - path: /dev/nvme1
       rate: 45`,
  ),
  service('real time in microseconds or as a duration', "cpu_rt_runtime: '300ms'\ncpu_rt_period: 12000"),
  service('no limit of processors', 'cpus: 0.000\ncpuset: 2-3'),
  service('capabilities', 'cap_add:\n  - ALL\ncap_drop:\n  - SYS_TIME\n  - NET_RAW'),
  service('namespaces', 'cgroup: private\ncgroup_parent: till-parent\nipc: shareable\nuts: host\nuserns_mode: host'),
  service('a command for a shell', `command: /bin/sh -c 'echo "open at $$OPENING"'`),
  service('a command as a list', 'command: ["bundle", "run", "shop", "-p", "4000"]'),
  service('the defaults of the image', 'command: null\nentrypoint: null'),
  service('the defaults of the image ignored', "command: []\nentrypoint: ''"),
  service(
    'an entry point as a list',
    'entrypoint:\n  - ruby\n  - -r\n  - limit=-1\n  - bin/check\ndevice_cgroup_rules:\n  - "c 5:1 mr"\n  - "a 9:* rmw"',
  ),
  service(
    'configs in short',
    'configs:\n  - prices\n  - taxes',
    'configs:\n  prices:\n    file: ./prices.txt\n  taxes:\n    external: true',
  ),
  service(
    'configs at length, with a mode in octal',
    'configs:\n  - source: prices\n    target: /shop_prices\n    uid: "107"\n    gid: "107"\n    mode: 0440',
    'configs:\n  prices:\n    external: true\n  taxes:\n    external: true',
  ),
  service('a managed account by file', 'credential_spec:\n  file: till-account.json'),
  service(
    'a managed account by config',
    'credential_spec:\n  config: account',
    'configs:\n  account:\n    file: ./till-account.json',
  ),
  service(
    'dependencies in short',
    'depends_on:\n  - ledger\n  - basket',
    '  ledger:\n    image: l\n  basket:\n    image: b',
  ),
  service(
    'dependencies at length',
    'depends_on:\n  ledger:\n    condition: service_healthy\n    restart: true\n  basket:\n    condition: service_started',
    '  ledger:\n    image: l\n  basket:\n    image: b',
  ),
  service(
    'devices, also by vendor',
    'devices:\n  - "/dev/tty1:/dev/tty0"\n  - "/dev/sdb:/dev/xvdb:rwm"\n  - "maker.example/device=card"',
  ),
  service('one name server', 'dns: 192.0.2.1\ndns_search: shop.example\ndns_opt:\n  - rotate\n  - no-tld-query'),
  service(
    'several name servers',
    'dns:\n  - 192.0.2.1\n  - 192.0.2.2\ndns_search:\n  - a.shop.example\n  - b.shop.example',
  ),
  service('an env file in raw format', 'env_file:\n  - path: ./till.env\n    format: raw', '', {
    files: { 'till.env': 'A="$B"\n' },
  }),
  service(
    'env files of which one may be missing',
    'env_file:\n  - path: ./till.env\n    required: true\n  - path: ./own.env\n    required: false',
    '',
    {
      files: { 'till.env': 'A=1\n' },
    },
  ),
  service('the syntax of an env file', 'env_file: till.env', '', {
    files: {
      'till.env': `# a comment

PLAIN=till
DOUBLE="till"
SINGLE='till'
COMMENT=till # spoken
NONE=till# not spoken
INSIDE="till # inside" # outside
LITERAL='$PLAIN'
BRACES='\${PLAIN}'
FILLED=\${PLAIN}-$PLAIN
APOSTROPHE='Let\\'s sell!'
JSON="{\\"till\\": \\"json\\"}"
TAB="a\\tb"
SINGLE_TAB='a\\tb'
PLAIN_TAB=a\\tb
EMPTY=
UNSET
`,
    },
  }),
  service('an environment as a mapping', 'environment:\n  MODE: sale\n  OPEN: "true"\n  CASHIER:', '', {
    environment: { CASHIER: 'Ada' },
  }),
  service('an environment as a list', 'environment:\n  - MODE=sale\n  - OPEN=true\n  - CASHIER'),
  service('exposed ports', 'expose:\n  - "3100"\n  - "8200"\n  - "8280-8285/tcp"'),
  service('links outside', 'external_links:\n  - cache\n  - store:mysql\n  - store:postgresql'),
  service('hosts with an equals sign', 'extra_hosts:\n  - "depot=192.0.2.7"\n  - "depot6=::1"\n  - "bracket=[::1]"'),
  service('hosts with a colon', 'extra_hosts:\n  - "depot:192.0.2.7"\n  - "depot6:::1"'),
  service('hosts as a mapping', 'extra_hosts:\n  depot: "192.0.2.7"\n  depot6: "::1"'),
  service('graphics cards, of Compose 2.30', 'gpus:\n  - driver: voodoo\n    count: 2'),
  service('every graphics card, of Compose 2.30', 'gpus: all\ngroup_add:\n  - mail'),
  service(
    'a health check with every duration',
    'healthcheck:\n  test: ["CMD", "curl", "-f", "http://localhost/till"]\n  interval: 1m30s\n  timeout: 10s\n  retries: 4\n  start_period: 40s\n  start_interval: 5s',
  ),
  service('a health check as a text', 'healthcheck:\n  test: curl -f http://localhost/till || exit 1'),
  service('no health check', 'healthcheck:\n  disable: true'),
  service('a label without a value', 'labels:\n  - "org.example.about=The till"\n  - "org.example.bare"\ninit: true'),
  service(
    'label files, of Compose 2.32',
    'label_file:\n  - ./till.labels\n  - ./more.labels\nlabels:\n  own: "1"',
    '',
    {
      files: { 'till.labels': 'a=1\nown=2\n', 'more.labels': 'a=3\n' },
    },
  ),
  service('links', 'links:\n  - ledger\n  - ledger:book', '  ledger:\n    image: l'),
  service('logging', 'logging:\n  driver: syslog\n  options:\n    syslog-address: "tcp://192.0.2.3:514"'),
  service(
    'memory',
    'mem_limit: 300m\nmemswap_limit: 1g\nmem_reservation: 20m\nmem_swappiness: 10\noom_kill_disable: true\noom_score_adj: -500',
  ),
  service('models, of Compose 2.38', 'models:\n  - small'),
  service('the network of another service', 'network_mode: "service:ledger"', '  ledger:\n    image: l'),
  service('a mode and networks at once', 'network_mode: host\nnetworks: [front]', 'networks:\n  front:'),
  service(
    'names on each network',
    'networks:\n  front:\n    aliases:\n      - till\n      - desk\n  back:\n    aliases:\n      - till',
    'networks:\n  front: {}\n  back: {}',
  ),
  service(
    'fixed addresses',
    'networks:\n  front:\n    ipv4_address: 192.0.2.10\n    ipv6_address: 2001:db8::10\n    mac_address: 02:42:ac:11:00:07\n    link_local_ips:\n      - 169.254.8.8',
    'networks:\n  front:\n    ipam:\n      driver: default\n      config:\n        - subnet: "192.0.2.0/24"\n        - subnet: "2001:db8::/64"',
  ),
  service(
    'priorities of networks, of Compose 2.33',
    'networks:\n  front:\n    priority: 1000\n  back:\n    gw_priority: 1',
    'networks:\n  front:\n  back:',
  ),
  service(
    'the name of an interface, newer than Compose 2.26',
    'networks:\n  front:\n    interface_name: eth7',
    'networks:\n  front:',
  ),
  service(
    'options of a network for a service',
    'networks:\n  front:\n    driver_opts:\n      speed: "slow"\n      lanes: 2',
    'networks:\n  front:',
  ),
  service('limits of processes', 'pids_limit: 12\nplatform: linux/arm64/v8\npid: host'),
  service(
    'ports in short',
    `ports:
  - "3100"
  - "3100-3105"
  - "8100:8100"
  - "9190-9191:8180-8181"
  - "49200:22"
  - "8200-9200:81"
  - "127.0.0.1:8101:8101"
  - "127.0.0.1:5100-5110:5100-5110"
  - "::1:6100:6100"
  - "[::1]:6101:6101"
  - "6160:6160/udp"`,
  ),
  service(
    'ports at length',
    `ports:
  - name: till
    target: 80
    host_ip: 127.0.0.1
    published: "8180"
    protocol: tcp
    app_protocol: http
    mode: host
  - name: till-secured
    target: 443
    published: "8183-9100"
    app_protocol: https`,
  ),
  service(
    'hooks, of Compose 2.30',
    'post_start:\n  - command: ./open.sh\n    user: root\n    privileged: true\n    environment:\n      - DAY=monday\npre_stop:\n  - command: ./close.sh',
  ),
  service('a provider, newer than Compose 2.26', 'provider:\n  type: cloud\n  options:\n    kind: mysql'),
  service('a pull every twelve hours, newer than Compose 2.26', 'pull_policy: every_12h'),
  service('a pull of the day, newer than Compose 2.26', 'pull_policy: daily'),
  service('restarts', 'restart: "no"\nruntime: runc\nscale: 2\nread_only: true\nprivileged: true'),
  service(
    'secrets at length',
    'secrets:\n  - source: seal\n    target: seal.crt\n    uid: "107"\n    gid: "107"\n    mode: 0o440',
    'secrets:\n  seal:\n    external: true',
  ),
  service('security', 'security_opt:\n  - label:user:CASHIER\n  - label:role:TILL\nstorage_opt:\n  size: "2G"'),
  service('stopping', 'stop_grace_period: 1m30s\nstop_signal: SIGUSR2\nstdin_open: true\ntty: true\nshm_size: 64kb'),
  service('kernel parameters as a mapping', 'sysctls:\n  net.core.somaxconn: 512\n  net.ipv4.tcp_syncookies: 0'),
  service('kernel parameters as a list', 'sysctls:\n  - net.core.somaxconn=512\n  - net.ipv4.tcp_syncookies=0'),
  service(
    'folders in memory',
    'tmpfs:\n  - /till\n  - /desk:mode=755,uid=1009,gid=1009,size=2m,exec\nulimits:\n  nproc: 60000\n  nofile:\n    soft: 15000\n    hard: 30000',
  ),
  service('one folder in memory', 'tmpfs: /till\nuse_api_socket: true'),
  service(
    'volumes at length and in short',
    `volumes:
  - type: volume
    source: stock
    target: /stock
    volume:
      nocopy: true
      subpath: shelf
  - type: bind
    source: /var/run/till.sock
    target: /var/run/till.sock
    bind:
      selinux: z
      create_host_path: false
  - stock:/etc/stock:ro
  - type: tmpfs
    target: /quick
    tmpfs:
      size: 8mb
      mode: 0o1777
volumes_from:
  - ledger:ro
  - container:till:rw
working_dir: /shop
user: till`,
    '  ledger:\n    image: l\nvolumes:\n  stock:',
  ),
  service(
    'a volume of an image, newer than Compose 2.26',
    'volumes:\n  - type: image\n    source: assets:1\n    target: /assets\n    image:\n      subpath: css',
  ),
]
