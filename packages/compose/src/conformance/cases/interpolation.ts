import type { Case } from '../case.ts'

const environment = { SET: 'value', EMPTY: '', NAME: 'x', WITH: '$$a ${b}', N: '3', T: 'true' }

const one = (text: string): Case => ({
  name: `interpolation of ${text}`,
  layers: [`services:\n  a:\n    image: busybox\n    hostname: '${text}'\n`],
  environment,
})

const ACCEPTED = [
  '$SET',
  '${SET}',
  'a$SET-b',
  '${SET}${NAME}',
  '$UNSET.',
  '$$SET',
  '$${SET}',
  '$$$SET',
  'a$$',
  '${SET-d}',
  '${EMPTY-d}',
  '${UNSET-d}',
  '${SET:-d}',
  '${EMPTY:-d}',
  '${UNSET:-d}',
  '${UNSET-}',
  '${UNSET:-}',
  '${SET+a}',
  '${EMPTY+a}',
  '${UNSET+a}',
  '${SET:+a}',
  '${EMPTY:+a}',
  '${UNSET:+a}',
  '${SET:?m}',
  '${SET?m}',
  '${EMPTY?m}',
  '${UNSET:-${SET}}',
  '${UNSET:-${EMPTY:-${NAME}}}',
  '${UNSET:-a${SET}b$NAME}',
  '${SET:+${NAME:-}-${UNSET-q}}',
  '${UNSET:-http://x:80/?a=b}',
  '${UNSET-:-}',
  '${UNSET:--}',
  '${UNSET:-a:-b}',
  '${UNSET-a-b}',
  '${UNSET:-a b}',
  '${UNSET:-+1}',
  '${UNSET:-a?b}',
  '${WITH}',
  '${SET}}',
  '${UNSET:-{}}',
  '{$SET}',
  '${UNSET:-$$}',
  '${_A-1}',
  '${a1:-B}',
  '${SET:-${UNSET:?m}}',
]

const REFUSED = [
  '$',
  '${',
  '${}',
  '${SET',
  '$1',
  '${1}',
  '${SET!}',
  '${SET:}',
  '$-',
  'a $ b',
  '${UNSET:?is needed}',
  '${UNSET?}',
  '${EMPTY:?m}',
  '${UNSET:-${}}',
  '${ SET}',
]

export const INTERPOLATION: Case[] = [
  ...[...ACCEPTED, ...REFUSED].map(one),
  {
    name: 'numbers and booleans from variables',
    layers: [
      'services:\n  a:\n    image: x\n    init: ${T}\n    read_only: "${T:-false}"\n    scale: $N\n    ulimits: {nofile: "$N", nproc: {soft: $N, hard: "4"}}\n    healthcheck: {retries: "${N}", disable: "no", test: a}\n    ports: [{target: "${N}", published: "${N}"}]\n    mem_limit: "${N}m"\n    cpus: "${N}"\n    stop_grace_period: ${N}s\n',
    ],
    environment,
  },
  {
    name: 'keys are not interpolated',
    layers: ['services:\n  a:\n    image: x\n    environment:\n      $SET: $SET\n      B: ${SET}\n'],
    environment,
  },
  {
    name: 'list entries of environment are',
    layers: ['services:\n  a:\n    image: x\n    environment: ["$SET=$SET", "${NAME}Y"]\n'],
    environment,
  },
  { name: 'a boolean that is none', layers: ['services: {a: {image: x, init: "maybe"}}\n'] },
  { name: 'a number that is none', layers: ['services: {a: {image: x, scale: "three"}}\n'] },
  { name: 'x- fields are interpolated', layers: ['x-a: {b: "$SET"}\nservices: {a: {image: x}}\n'], environment },
  {
    name: 'variables from the .env file',
    layers: [
      'services: {a: {image: "${A}", hostname: "${B}", user: "${SET}", domainname: "${C:-none}", environment: {D: "${D}", E: "$E", F: "$F"}}}\n',
    ],
    environment,
    files: {
      '.env':
        '# a comment\nA=from-env\nB="quoted ${A}" # gone\nSET=hidden\nexport C=\'lit ${A}\'\nD = spaced value # gone\nE="two\nlines\\tand \\$A"\nF: colon\n',
    },
  },
  {
    name: 'variables from two env files',
    layers: ['services: {a: {image: "${A}", hostname: "${B}", user: "${C-none}"}}\n'],
    files: { '.env': 'C=never\n', 'one.env': 'A=1\nB=1\n', 'two.env': 'B=2${A}\n' },
    envFiles: ['one.env', 'two.env'],
  },
  {
    name: 'the name of the project from .env',
    layers: ['name: one\nservices: {a: {image: x}}\n'],
    files: { '.env': 'COMPOSE_PROJECT_NAME=two\n' },
  },
  {
    name: 'the name is interpolated',
    layers: ['name: ${SET:-q}-${NAME}\nservices: {a: {image: "$COMPOSE_PROJECT_NAME"}}\n'],
    environment,
  },
  { name: 'a name with capitals', layers: ['name: One\nservices: {a: {image: x}}\n'] },
]
