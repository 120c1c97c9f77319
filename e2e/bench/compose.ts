// Rendering: our four environments and made-up projects, all in this process; and the whole command against the program's.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadProject } from '@ichrisbirch/compose/load'
import { median } from './median.ts'

interface Figure {
  what: string
  measured: string
  aim: string
}

const ROOT = resolve(import.meta.dirname, '../..')
const OURS: Record<string, string[]> = {
  prod: [''],
  dev: ['', '.dev'],
  testing: ['', '.test'],
  ci: ['', '.test', '.ci'],
}

export function measureCompose(): Figure[] {
  const half = renderMilliseconds(madeUp(500), anew)
  const whole = renderMilliseconds(madeUp(1000), anew)
  return [
    ...Object.entries(OURS).map(([name, layers]) => ({
      what: `render ${name}`,
      measured: milliseconds(renderMilliseconds(ownFiles(layers), same)),
      aim: '5 ms',
    })),
    { what: 'render 500 services in three layers', measured: milliseconds(half), aim: '150 ms' },
    {
      what: 'render 1000 services',
      measured: `${milliseconds(whole)}, ${(whole / half).toFixed(2)} × 500 services`,
      aim: '2.3 ×',
    },
    wholeProcess(),
  ]
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}

function ownFiles(layers: string[]): Record<string, string> {
  const paths = layers.map((layer) => join(ROOT, `docker-compose${layer}.yml`))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]))
}

type Retell = (text: string, run: number) => string

/** A comment makes each text a new one, so that nothing is remembered of it. */
const anew: Retell = (text, run) => `${text}# ${run}\n`
const same: Retell = (text) => text

/** The mean of 15 renderings after 15 more: the clock of a thread is too coarse for one. */
function renderMilliseconds(files: Record<string, string>, retell: Retell): number {
  let total = 0
  for (let run = 0; run < 30; run++) {
    const texts = new Map(Object.entries(files).map(([path, text]) => [path, retell(text, run)]))
    const start = threadMilliseconds()
    loadProject({
      files: Object.keys(files),
      environment: { DOMAIN: 'example.org', AWS_REGION: 'x', HOME: '/home/bench' },
      projectDirectory: ROOT,
      readFile: (path) => texts.get(path),
    })
    if (run >= 15) total += threadMilliseconds() - start
  }
  return total / 15
}

/** The time that this thread has worked, so that others on a busy machine are not measured too. */
function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** A project of services that depend on each other in a chain, with a development layer and a local one. */
function madeUp(count: number): Record<string, string> {
  const each = (write: (n: number) => string): string => Array.from({ length: count }, (_, n) => write(n)).join('')
  const dependency = (n: number): string => (n === 0 ? '{}' : `{service-${n - 1}: {condition: service_healthy}}`)
  return {
    'base.yml': `services:
${each(
  (n) => `  service-${n}:
    image: registry.example.org/team/service-${n}:\${TAG:-1.0}
    command: [node, server.js, --port, "\${PORT:-8000}"]
    environment:
      NAME: service-${n}
      DATABASE_URL: postgres://db/service_${n}
      LOG_LEVEL: info
    ports: ["127.0.0.1:${10_000 + n}:8000"]
    volumes:
      - data:/data
      - ./config/${n}:/config:ro
    networks: [back]
    depends_on: ${dependency(n)}
    healthcheck: {test: [CMD, wget, -q, localhost], interval: 10s, timeout: 5s, retries: 3}
`,
)}networks: {back: {}}
volumes: {data: {}}
`,
    'dev.yml': `services:
${each(
  (n) => `  service-${n}:
    build: {context: ./service-${n}, target: development, args: {VERSION: "1"}}
    environment:
      LOG_LEVEL: debug
      EXTRA: "\${EXTRA-none}"
    volumes: ["./src/${n}:/app/src"]
    labels: {team: a}
`,
)}`,
    'local.yml': `services:
${each(
  (n) => `  service-${n}:
    environment: {REGION: local, TOKEN: "x-\${TAG:-1}"}
    ports: !override ["${20_000 + n}:8000"]
    deploy: {resources: {limits: {memory: 256M}}}
`,
)}`,
  }
}

/** Our command and the program's, in turns, on the files of the testing environment. */
function wholeProcess(): Figure {
  const what = 'ichrisbirch compose config against docker compose config'
  const folder = mkdtempSync(join(tmpdir(), 'bench-compose-'))
  for (const [path, text] of Object.entries(ownFiles(OURS.testing ?? []))) {
    writeFileSync(join(folder, path.slice(ROOT.length + 1)), text)
  }
  const files = ['docker-compose.yml', 'docker-compose.test.yml'].flatMap((file) => ['-f', file])
  const ours = [join(ROOT, 'cli/ichrisbirch'), 'compose', ...files, 'config', '--format', 'json']
  const theirs = ['docker', 'compose', ...files, 'config', '--format', 'json']
  try {
    if (spawnSync('docker', ['compose', 'version']).status !== 0)
      return { what, measured: 'no docker compose', aim: '' }
    const [a, b]: [number[], number[]] = [[], []]
    for (let run = 0; run < 20; run++) {
      a.push(processMilliseconds(ours, folder))
      b.push(processMilliseconds(theirs, folder))
    }
    const [mine, other] = [median(a.slice(5)), median(b.slice(5))]
    return {
      what,
      measured: `${mine.toFixed(0)} ms against ${other.toFixed(0)} ms, ${(mine / other).toFixed(2)} ×`,
      aim: '1 ×',
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function processMilliseconds([program = '', ...args]: readonly string[], cwd: string): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(program, args, { cwd, env: { ...process.env, ICHRISBIRCH_INSTALL: 'never' } })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr.toString()}`)
  return performance.now() - start
}
