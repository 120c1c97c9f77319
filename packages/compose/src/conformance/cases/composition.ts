import type { Case } from '../case.ts'

const COMMON = `services:
  base:
    image: base
    build: ./context
    env_file: common.env
    environment: {A: "1", B: "2"}
    volumes: ["./data:/data", "volume:/v", "~/h:/h"]
    ports: ["80:80"]
    command: [a]
    depends_on: [other]
    networks: [net]
    labels: [l=1]
    develop: {watch: [{path: ./w, action: sync, target: /w}]}
  middle:
    extends: base
    environment: {B: "3", C: "\${V:-none}"}
  far:
    extends: {file: deep/far.yml, service: far}
`
const FAR =
  'services: {far: {image: far, volumes: ["./x:/x"], extends: further}, further: {image: further, user: u, volumes: ["./y:/y"]}}\n'
const files = { 'folder/common.yml': COMMON, 'folder/common.env': 'E=1\nF=$V\n', 'folder/deep/far.yml': FAR }

const ONE = `name: included
include: [deep/two.yml]
services:
  one: {image: "one-\${V:-none}", volumes: ["./a:/a", "data:/d"], environment: [V, W=1, U], env_file: e.env, build: {target: t, args: [V]}, depends_on: [two]}
volumes: {data: }
secrets: {unused: {file: ./s}}
x-one: 1
`
const included = {
  'inc/one.yml': ONE,
  'inc/deep/two.yml': 'services: {two: {image: "two-${V:-none}-${COMPOSE_PROJECT_NAME}", volumes: ["./b:/b"]}}\n',
  'inc/.env': 'V=inc-env\nN=${V}\n',
  'inc/e.env': 'E=$V\n',
  'inc/over.yml': 'services: {one: {command: [over], ports: ["1:1"]}}\n',
  'other/o.env': 'V=other-env\n',
  'deep/two.yml': 'services: {two: {image: outer}}\n',
}

const extending = (name: string, ...layers: string[]): Case => ({ name: `extends: ${name}`, layers, files })
const including = (name: string, ...layers: string[]): Case => ({ name: `include: ${name}`, layers, files: included })

const REST = '  other: {image: d}\nnetworks: {net: }\nvolumes: {volume: }\n'

/** extends and include. */
export const COMPOSITION: Case[] = [
  extending(
    'a chain through another file',
    `services:\n  x:\n    extends: {file: folder/common.yml, service: middle}\n    environment: {D: "4"}\n    volumes: ["./e:/e", "./f:/data"]\n    command: [b]\n${REST}`,
  ),
  extending(
    'a file that extends a file',
    `services:\n  x:\n    extends: {file: folder/common.yml, service: far}\n    hostname: h\n`,
  ),
  extending(
    'in the same file',
    'services: {x: {extends: y, environment: [A=1]}, y: {image: y, environment: {A: 2, B: 3}, container_name: n, ports: ["1:1"], cap_add: [B], profiles: []}}\n',
  ),
  extending('profiles come along', 'services: {x: {extends: {service: y}}, y: {image: y, profiles: [p]}}\n'),
  extending(
    'dependencies come along',
    'services: {x: {extends: {service: y}}, y: {image: y, depends_on: [z], links: [z]}, z: {image: z}}\n',
  ),
  extending('a circle', 'services: {x: {extends: y, image: a}, y: {extends: x}}\n'),
  extending('itself', 'services: {x: {extends: x, image: a}}\n'),
  extending(
    'tags reach what is extended',
    'services: {x: {extends: {service: y}, ports: !reset [], environment: !override {Q: "1"}, labels: {a: !reset null}}, y: {image: y, ports: ["1:1"], environment: {A: "1"}, labels: {a: "1", b: "2"}}}\n',
  ),
  extending(
    'a service of another layer is not seen',
    'services: {y: {image: y}}\n',
    'services: {x: {extends: {service: y}}}\n',
  ),
  extending(
    'a layer laid over one that extends',
    'services: {x: {extends: y}, y: {image: y, ports: ["1:1"]}}\n',
    'services: {x: {ports: ["2:2"]}, y: {user: late}}\n',
  ),
  extending(
    'a layer extends what the layer before also extends',
    'services: {x: {extends: y}, y: {image: y, user: u}}\n',
    'services: {x: {extends: y2}, y2: {image: y2, hostname: h}}\n',
  ),
  extending('a missing file', 'services: {x: {extends: {file: none.yml, service: y}}}\n'),
  extending('a missing service of another file', 'services: {x: {extends: {file: folder/common.yml, service: y}}}\n'),
  extending(
    'security_opt on both sides',
    'services: {x: {extends: y, security_opt: [a]}, y: {image: y, security_opt: [b], group_add: [c], extra_hosts: ["h=1.1.1.1"]}}\n',
  ),
  including('a file', 'include: [inc/one.yml]\nservices: {main: {image: "m-${V:-none}", depends_on: [one]}}\n'),
  including(
    'a project directory and an env file',
    'include: [{path: inc/one.yml, project_directory: ., env_file: other/o.env}]\nservices: {main: {image: m}}\n',
  ),
  including('a list of paths', 'include: [{path: [inc/one.yml, inc/over.yml]}]\n'),
  including('a name in both that differs', 'include: [inc/one.yml]\nservices: {one: {image: conflict}}\n'),
  including(
    'a later layer over what is included',
    'include: [inc/one.yml]\nservices: {main: {image: m}}\n',
    'services: {one: {image: later, ports: ["1:1"]}}\n',
  ),
  including('from the later layer', 'services: {main: {image: m}}\n', 'include: [inc/one.yml]\n'),
  including('the same file twice', 'include: [inc/one.yml, {path: inc/one.yml}]\n'),
  including('itself', 'include: [layer0.yml]\nservices: {one: {image: x}}\n'),
  including('a missing file', 'include: [inc/none.yml]\nservices: {one: {image: x}}\n'),
  including('text for a list', 'include: inc/one.yml\nservices: {x: {image: x}}\n'),
  including('an unknown key', 'include: [{pth: inc/one.yml}]\nservices: {x: {image: x}}\n'),
  {
    ...including('the environment beats the env file', 'include: [inc/one.yml]\n'),
    environment: { V: 'shell', U: 'u' },
  },
  including(
    'with extends across',
    'include: [inc/one.yml]\nservices: {main: {extends: {file: inc/over.yml, service: one}, image: x}}\n',
  ),
]
