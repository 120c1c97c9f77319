import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { EndpointTable } from '@ichrisbirch/contract/endpoint'
import { endpoints } from '@ichrisbirch/contract/endpoints'
import { asSchema } from 'ai'
import { startTestApi } from '../../api/src/testing.ts'
import { toolsFor } from './tools.ts'

const api = await startTestApi()
const ada = await api.signUp()
const tools = toolsFor(ada.client)

async function use(name: string, input: object): Promise<Record<string, unknown>> {
  const tool = tools[name]
  assert.ok(tool?.execute, `${name} is no tool`)
  const options = { toolCallId: 'call', messages: [], context: {} }
  return (await tool.execute(input, options)) as Record<string, unknown>
}

test('every endpoint that is marked as a tool is one, with a schema that a model can read', async () => {
  const marked = Object.entries(endpoints as unknown as EndpointTable).filter(([, endpoint]) => endpoint.tool)
  assert.deepEqual(
    Object.keys(tools),
    marked.map(([name]) => name),
  )
  for (const [name, { summary }] of marked) {
    const schema = await asSchema(tools[name]?.inputSchema).jsonSchema
    assert.equal(schema.type, 'object', name)
    assert.equal(tools[name]?.description, summary)
  }
})

test('params, query and body are one input, and an id for a new thing is not offered', async () => {
  const fields = async (name: string) =>
    Object.keys((await asSchema(tools[name]?.inputSchema).jsonSchema).properties ?? {})
  assert.deepEqual(await fields('changeTask'), ['id', 'name', 'notes', 'category', 'dueDay'])
  assert.equal((await fields('createTask')).includes('id'), false)
  assert.ok((await fields('listTasks')).includes('due'))
})

test('a tool does what its endpoint does, as the visitor', async () => {
  const { id } = await use('createTask', { name: 'buy milk', dueDay: '2026-12-04' })
  await use('changeTask', { id, name: 'buy oat milk' })
  assert.equal((await ada.client.getTask({ params: { id: String(id) } })).name, 'buy oat milk')
  assert.equal(((await use('listTasks', { due: '2026-12-04' })).items as unknown[]).length, 1)
  assert.equal(((await use('listTasks', { due: '2026-12-03' })).items as unknown[]).length, 0)
  assert.ok((await use('completeTask', { id })).completedAt)
})

test('another person’s task is not found', async () => {
  const bo = await api.signUp()
  const task = await bo.client.createTask({ body: { name: 'secret' } })
  await assert.rejects(use('completeTask', { id: task.id }), { code: 'not_found' })
  await assert.rejects(use('completeTask', { id: randomUUID() }), { code: 'not_found' })
})

test('long notes are cut short for the model', async () => {
  await use('createTask', { name: 'read', notes: 'n'.repeat(50_000) })
  assert.ok(JSON.stringify(await use('searchTasks', { q: 'read' })).length < 3000)
})
