import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { answerFields, commandsOf } from './commands.ts'
import { carriesBytes, type EndpointTable } from './endpoint.ts'
import { endpoints } from './endpoints.ts'

/** Each feature's table and the file that it stands in, as endpoints.ts imports them. */
const imports = [...readFileSync(new URL('./endpoints.ts', import.meta.url), 'utf8').matchAll(/{ (\w+) } from '(.+)'/g)]
const tables = await Promise.all(
  imports.map(async ([, name = '', file = '']): Promise<[string, EndpointTable]> => {
    const module = (await import(file)) as Record<string, EndpointTable>
    return [name, module[name] ?? {}]
  }),
)
const find = (feature: string, verb: string) => {
  const table = tables.find(([name]) => name === feature)?.[1] ?? {}
  return commandsOf(feature, table).find((command) => command.verb === verb)
}
const names = (inputs: { flag: string }[] | undefined) => inputs?.map(({ flag }) => flag)

test('every endpoint is a verb of its own below its feature, but for files and what is about an API key itself', () => {
  const calls = tables.flatMap(([feature, table]) => commandsOf(feature, table).map(({ call }) => call))
  const others = Object.entries(endpoints as unknown as EndpointTable).filter(
    ([, endpoint]) => endpoint.who === 'key' || carriesBytes(endpoint),
  )
  assert.deepEqual([...calls, ...others.map(([name]) => name)].toSorted(), Object.keys(endpoints).toSorted())
  for (const [feature, table] of tables) {
    const words = commandsOf(feature, table).flatMap(({ verb, aliases }) => [verb, ...aliases])
    assert.equal(new Set(words).size, words.length, `${feature}: ${words.join(' ')}`)
    for (const word of words) assert.match(word, /^[a-z]+(-[a-z]+)*$/, `${feature} has the verb '${word}'`)
  }
})

test('verbs are what a person would type', () => {
  const verbs = commandsOf('tasks', Object.fromEntries(tables)['tasks'] ?? {}).map(({ verb }) => verb)
  for (const verb of ['list', 'search', 'show', 'add', 'change', 'done', 'reopen', 'delete', 'restore'])
    assert(verbs.includes(verb), `${verb} is missing in ${verbs.join(' ')}`)
  assert.deepEqual(find('autotasks', 'list-runs')?.call, 'listAutotaskRuns')
})

test('what a verb cannot do without is told by place, the rest by name', () => {
  assert.deepEqual(names(find('tasks', 'add')?.operands), ['name'])
  assert(names(find('tasks', 'add')?.options)?.includes('due-day'))
  assert.deepEqual(names(find('tasks', 'search')?.operands), ['q'])
  assert.deepEqual(names(find('tasks', 'done')?.operands), ['id'])
  assert.deepEqual(names(find('categories', 'rename')?.operands), ['name'])
})

test('an option knows its kind, its choices and whether it can be cleared', () => {
  const option = (feature: string, verb: string, name: string) =>
    find(feature, verb)?.options.find((input) => input.name === name)
  assert.equal(option('tasks', 'change', 'dueDay')?.kind, 'day')
  assert.equal(option('tasks', 'change', 'dueDay')?.isNullable, true)
  assert.deepEqual(option('tasks', 'list', 'status')?.choices, ['open', 'completed', 'all', 'deleted'])
  assert.equal(option('tasks', 'list', 'limit')?.kind, 'number')
  assert.equal(option('autotasks', 'change', 'paused')?.kind, 'boolean')
  assert.equal(option('conversations', 'save-message', 'parts')?.kind, 'json')
})

test('a deletion knows what takes it back, where that exists', () => {
  assert.equal(find('tasks', 'delete')?.undo, 'restore')
  assert.equal(find('tasks', 'done')?.undo, 'reopen')
  assert.equal(find('categories', 'delete')?.undo, undefined)
})

test('the fields of an answer are those of the listed item', () => {
  const fields = answerFields(endpoints.listTasks).map(({ name }) => name)
  assert.deepEqual(fields.slice(0, 2), ['id', 'name'])
  assert.deepEqual(
    fields,
    answerFields(endpoints.getTask).map(({ name }) => name),
  )
})
