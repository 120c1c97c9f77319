import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'

const main = join(import.meta.dirname, '../main.ts')
const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-completion-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function scriptOf(shell: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'completion', shell], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  const file = join(folder, shell)
  writeFileSync(file, stdout)
  return file
}

/** What a shell offers for the words typed so far, the last of which is begun (or empty). */
const offers: Record<string, (file: string, words: string[]) => [program: string, parameters: string[]]> = {
  bash: (file, words) => {
    const array = words.map((word) => `'${word}'`).join(' ')
    const text = `source ${file}; COMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _ichrisbirch; printf '%s\\n' "\${COMPREPLY[@]}"`
    return ['bash', ['--norc', '-c', text]]
  },
  zsh: (file, words) => {
    const array = words.map((word) => `'${word}'`).join(' ')
    // What the completion system would show: both of its functions print what they are given.
    const text =
      `_describe() { local -a all; all=("\${(@P)2}"); print -l -- "\${all[@]%%:*}" }; compadd() { shift; print -l -- "\${(@P)1}" }; ` +
      `_files() { print @files }; source ${file}; words=(${array}); CURRENT=${words.length}; _ichrisbirch`
    return ['zsh', ['-f', '-c', text]]
  },
  fish: (file, words) => ['fish', ['--no-config', '-c', `source ${file}; complete -C "${words.join(' ')}"`]],
}

for (const [shell, command] of Object.entries(offers)) {
  const isThere = spawnSync(shell, ['--version']).error === undefined
  const skip = isThere ? false : `there is no ${shell} on this machine`
  if (skip) console.log(`Left out: ${skip}`)
  suite(`in ${shell}`, { skip }, () => {
    const file = isThere ? scriptOf(shell) : ''
    const complete = (...words: string[]) => {
      const [program, parameters] = command(file, ['ichrisbirch', ...words])
      const { stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8' })
      assert.equal(stderr, '')
      return stdout.split('\n').map((line) => line.split('\t')[0] ?? '')
    }

    test('commands are completed at every level', () => {
      assert(complete('').includes('doctor'))
      assert(complete('dev', 'st').includes('start'))
      assert(complete('dev', 'secrets', '').includes('rotate'))
      assert(complete('tasks', '').includes('add'), 'the verbs of the features are known too')
      assert(!complete('dev', '').includes('doctor'))
    })

    test('options are completed, those of the command that was typed', () => {
      const options = complete('dev', 'logs', '--')
      assert(options.includes('--tail'), options.join(' '))
      assert(!options.includes('--fix'))
    })

    test('what an option takes is completed where it is known', () => {
      const engines = complete('dev', 'start', '--engine', '')
      assert(engines.includes('docker') && engines.includes('local'), engines.join(' '))
      assert(complete('tasks', 'list', '--status', '').includes('completed'))
    })

    test('services and environments are completed', () => {
      assert(complete('dev', 'restart', '').includes('scheduler'))
      assert(complete('doctor', '').includes('prod'))
    })
  })
}

test('another shell is a mistake that names those there are', () => {
  const { status, stderr } = spawnSync(process.execPath, [main, 'completion', 'tcsh'], { encoding: 'utf8' })
  assert.equal(status, 2)
  assert.match(stderr, /bash, zsh, fish/)
})
