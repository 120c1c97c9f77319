import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Command } from 'commander'
import { walk } from '../completion/tree.ts'
import type { Context } from '../context.ts'
import { featureNames } from '../data/features.ts'
import { createProgram } from '../program.ts'
import { addVerbs } from '../program/data.ts'
import { manual } from './manual.ts'

const main = join(import.meta.dirname, '../main.ts')
const root = join(import.meta.dirname, '../../..')
const context = { root, signal: new AbortController().signal } as unknown as Context
const program = await createProgram(context, [])
await addVerbs(program, featureNames(root), context)
const commands = walk(program, '')

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) })
  command.outputHelp()
  return text
}

test('every verb has a description, and an example in its help', () => {
  for (const [command, path] of commands) {
    assert(path === '' || command.description(), `${path} has no description`)
    if (command.commands.length === 0) assert.match(helpOf(command), /Examples?:\n {2}\S/, `${path} has no example`)
  }
})

test('a misspelt word is answered with the right one, at every level', async () => {
  for (const [command, path] of commands) {
    const [verb] = command.commands.filter((sub) => sub.name().length > 4)
    // The environments have the same verbs: one is enough.
    if (!verb || /^(testing|ci|prod)/.test(path)) continue
    const name = verb.name()
    const misspelt = `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`
    if (misspelt === name) continue
    await assert.rejects(
      (await freshProgram()).parseAsync([...path.split(' ').filter(Boolean), misspelt], { from: 'user' }),
      (error: Error) => {
        assert.match(error.message, /Did you mean/, `${path} ${misspelt}: ${error.message}`)
        return true
      },
    )
  }
})

async function freshProgram(): Promise<Command> {
  const fresh = await createProgram(context, [])
  await addVerbs(fresh, featureNames(root), context)
  return fresh
}

test('the manual has a page a verb, and --check finds a page that is old, missing or of no verb', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ichrisbirch-manual-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const elsewhere = { ...context, root: folder, progress: { say: () => {} } } as unknown as Context
  const check = () => manual(program, { check: true }, elsewhere)
  await assert.rejects(check(), /not as the commands are/)
  await manual(program, {}, elsewhere)
  await check()
  const pages = join(folder, 'docs/commands')
  assert.match(readFileSync(join(pages, 'start.md'), 'utf8'), /ichrisbirch <environment> start/)
  assert.match(readFileSync(join(pages, 'README.md'), 'utf8'), /tasks add/)
  for (const spoil of [
    () => writeFileSync(join(pages, 'start.md'), 'old'),
    () => rmSync(join(pages, 'doctor.md')),
    () => writeFileSync(join(pages, 'dance.md'), 'no verb'),
  ]) {
    spoil()
    await assert.rejects(check(), /not as the commands are/)
    await manual(program, {}, elsewhere)
    await check()
  }
})

test('NO_COLOR takes the colours out, also where they are asked for by a terminal', () => {
  const run = (env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, [main, 'certs', 'status'], { encoding: 'utf8', env: { ...process.env, ...env } }).stdout
  assert(!run({ NO_COLOR: '1', FORCE_COLOR: undefined }).includes('\u001b['))
  assert(run({ FORCE_COLOR: '1', NO_COLOR: undefined }).includes('\u001b['))
})

test('a reader that goes away early is no fault', () => {
  const { stderr, status } = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" completion bash | head -n 1`], {
    encoding: 'utf8',
  })
  assert.equal(status, 0)
  assert.equal(stderr, '')
})
