import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { projectName } from '../../cli/src/engines/docker/project.ts'
import { stackFor } from '../../cli/src/environments.ts'
import { hasDocker, runTool, runToolOn } from './house.ts'
import { median } from './median.ts'

const root = resolve(import.meta.dirname, '../..')
const tool = join(root, 'cli/ichrisbirch')
const rounds = 20

/** Verbs that do nothing: what every press of Enter pays. Not `tasks --help`, which has to load the contract. */
const VERBS: string[][] = [['--help'], ['--version'], ['dev', '--help'], ['devv'], ['dev', 'strat']]

/** Median milliseconds from the press of Enter to the end, launcher included; and the processor time that is in it. */
export function timeVerbs(): { what: string; measured: string; aim: string }[] {
  const bare = timeOf(process.execPath, ['-e', '0'])
  const rows = VERBS.map((words) => {
    return row(`ichrisbirch ${words.join(' ')}`, timeOf(tool, words), '150 ms')
  })
  return [row('node -e 0, for comparison', bare, ''), ...rows]
}

interface Taken {
  milliseconds: number
  processor: number
}

/** `status` of a whole house that runs: asked often, by people and by scripts. */
export function timeStatus(): { what: string; measured: string; aim: string }[] {
  runTool('dev', 'start')
  const local = timeOf(tool, ['dev', 'status', '--engine', 'local'])
  runTool('dev', 'stop')
  const rows = [row('dev status, local engine', local, '500 ms')]
  if (!hasDocker()) return rows
  runToolOn('docker', 'testing', 'start')
  const compose = timeOf('docker', ['compose', '-p', projectName(stackFor('testing', root)), 'ps'])
  const docker = timeOf(tool, ['testing', 'status', '--engine', 'docker'])
  runToolOn('docker', 'testing', 'stop')
  const ratio = `${(docker.milliseconds / compose.milliseconds).toFixed(2)} × docker compose ps`
  const shown = row('testing status, docker engine', docker, '1.2 ×')
  return [...rows, { ...shown, measured: `${shown.measured}, ${ratio}` }]
}

const row = (what: string, { milliseconds, processor }: Taken, aim: string) => ({
  what,
  measured: `${milliseconds.toFixed(0)} ms (${processor.toFixed(0)} ms of processor)`,
  aim,
})

function timeOf(program: string, words: string[]): Taken {
  const environment = { ...process.env, ICHRISBIRCH_INSTALL: 'never' }
  spawnSync(program, words, { env: environment }) // fills the compile cache
  const before = childrenSeconds()
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    spawnSync(program, words, { env: environment })
    return performance.now() - started
  })
  const processor = ((childrenSeconds() - before) * 1000) / rounds
  return { milliseconds: median(times), processor }
}

/** Processor seconds of ended children, as the kernel counts them for us: busy machines stretch only the other time. */
function childrenSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  // Behind the name in brackets: cutime and cstime of proc(5), in hundredths.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}
