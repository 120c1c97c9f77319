import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './median.ts'

const tool = join(import.meta.dirname, '../../cli/ichrisbirch')
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
