import { randomUUID } from 'node:crypto'
import type { Client } from '@ichrisbirch/contract/client'
import { addDays, weekdayOf } from '@ichrisbirch/contract/days'
import type { QuickAdd } from '@ichrisbirch/contract/quick-add'
import type { Task } from '@ichrisbirch/contract/tasks'
import type { Assistant, Writer } from './answer.ts'
import { dayInWords } from './day-words.ts'
import { type Choices, choicesOf, type TaskRow, type TaskRows, textOf } from './messages.ts'
import { type Intent, type Span, understand } from './understand.ts'

/** One thing said or done, in order. */
type Step =
  | { say: string }
  | { tool: string; input: unknown; output: unknown }
  | { choices: Choices }
  | { tasks: TaskRows }
type Steps = AsyncGenerator<Step>

interface Asked {
  client: Client
  today: string
  categories: string[]
  /** What the answer before offered to choose from. */
  choices: Choices | undefined
}

/** A list longer than this says how many more there are. */
const SHOWN = 25

/** The assistant of a house without a model: a few plain requests, understood by rules. */
export const offlineAssistant: Assistant = async ({ messages, visitor, writer, signal }) => {
  const { client, account } = visitor
  const { items } = await client.listCategories()
  const context = { today: account.today, categories: items.map(({ name }) => name) }
  const question = messages.at(-1)
  const intent = understand(question ? textOf(question) : '', context)
  for await (const step of answerTo(intent, { client, ...context, choices: choicesOf(messages) })) {
    if (signal.aborted) break
    write(writer, step)
  }
  return undefined
}

function write(writer: Writer, step: Step): void {
  if ('tasks' in step) writer.write({ type: 'data-tasks', data: step.tasks })
  else if ('choices' in step) writer.write({ type: 'data-choices', data: step.choices })
  else if ('say' in step) {
    const id = randomUUID()
    writer.write({ type: 'text-start', id })
    for (const delta of step.say.split(/(?<=\s)/)) writer.write({ type: 'text-delta', id, delta })
    writer.write({ type: 'text-end', id })
  } else {
    const call = { toolCallId: randomUUID(), toolName: step.tool }
    writer.write({ type: 'tool-input-available', ...call, input: step.input })
    writer.write({ type: 'tool-output-available', toolCallId: call.toolCallId, output: step.output })
  }
}

/** What the offline assistant says and does. @throws ApiError */
function answerTo(intent: Intent, asked: Asked): Steps {
  switch (intent.kind) {
    case 'add':
      return add(intent.task, asked)
    case 'list':
      return list(intent.span, asked)
    case 'autotasks':
      return listAutotasks(asked)
    case 'complete':
      return complete(intent.name, asked)
    case 'choose':
      return choose(intent.number, asked)
    case 'search':
      return search(intent.words, asked)
    default:
      return help(intent)
  }
}

async function* add(task: QuickAdd, { client, today, categories }: Asked): Steps {
  const { name, dueDay, rule, repeatFrom, category } = task
  if (category && !categories.includes(category)) await client.createCategory({ body: { name: category } })
  if (rule) {
    const input = { name, rule, repeatFrom, ...(category && { category }), ...(dueDay && { startDay: dueDay }) }
    const output = await client.createAutotask({ body: input })
    yield { tool: 'createAutotask', input, output }
    if (output.nextDay) yield { say: `The first is for ${inSentence(output.nextDay, today)}.` }
    return
  }
  const input = { name, ...(category && { category }), ...(dueDay && { dueDay }) }
  yield { tool: 'createTask', input, output: await client.createTask({ body: input }) }
}

async function* list(span: Span, { client, today }: Asked): Steps {
  const [from, to] = bounds(span, today)
  const open = await openTasks(client, to)
  const tasks =
    to === undefined
      ? open
      : open
          .filter(({ dueDay }) => dueDay !== null && dueDay >= from)
          .toSorted((a, b) => (a.dueDay ?? '').localeCompare(b.dueDay ?? ''))
  if (tasks.length === 0) return yield { say: nothing(span) }
  yield { say: `${count(tasks.length)} ${span === 'overdue' || span === 'open' ? span : `due ${span}`}` }
  const shown = tasks.slice(0, SHOWN)
  const isLate = ({ dueDay }: Task) => dueDay !== null && dueDay < today && (span === 'today' || span === 'this week')
  const groups = [
    { heading: 'Overdue', rows: shown.filter(isLate).map((task) => rowOf(task, today)) },
    { heading: headingOf(span), rows: shown.filter((task) => !isLate(task)).map((task) => rowOf(task, today)) },
  ].filter(({ rows }) => rows.length > 0)
  const [first] = groups
  // One group needs no heading: the sentence above says what it is, unless all of it is late.
  const bare = groups.length === 1 && first && first.heading !== 'Overdue' ? [{ rows: first.rows }] : groups
  yield { tasks: { groups: bare, more: tasks.length - shown.length } }
}

/** First and last due day of a span; without a last day every open task counts. */
function bounds(span: Span, today: string): [from: string, to: string | undefined] {
  const sunday = addDays(today, 7 - weekdayOf(today))
  const earliest = '0000-01-01'
  if (span === 'open') return [earliest, undefined]
  if (span === 'overdue') return [earliest, addDays(today, -1)]
  if (span === 'today') return [earliest, today]
  if (span === 'tomorrow') return [addDays(today, 1), addDays(today, 1)]
  if (span === 'this week') return [earliest, sunday]
  return [addDays(sunday, 1), addDays(sunday, 7)]
}

function headingOf(span: Span): string {
  return span === 'this week' ? 'This week' : 'Today'
}

function nothing(span: Span): string {
  if (span === 'overdue') return 'Nothing is overdue.'
  if (span === 'open') return 'There is no open task. Write *add buy milk tomorrow* to begin.'
  return `Nothing is due ${span}.`
}

async function openTasks(client: Client, due: string | undefined): Promise<Task[]> {
  const tasks: Task[] = []
  let after: string | undefined
  do {
    const page = await client.listTasks({ query: { limit: 200, ...(due && { due }), ...(after && { after }) } })
    tasks.push(...page.items)
    after = page.next ?? undefined
  } while (after)
  return tasks
}

async function* listAutotasks({ client, today }: Asked): Steps {
  const { items } = await client.listAutotasks({ query: { limit: 200 } })
  if (items.length === 0) return yield { say: 'Nothing repeats yet. Write *water plants every friday* to begin.' }
  const rows = items.slice(0, SHOWN).map(({ id, name, ruleInWords, nextDay, paused }) => {
    const next = paused ? 'paused' : nextDay && `next ${inSentence(nextDay, today)}`
    return { id, name, state: 'open' as const, facts: [ruleInWords, next].filter((fact) => fact !== null) }
  })
  yield { say: items.length === 1 ? 'One thing repeats' : `${items.length} things repeat` }
  yield { tasks: { groups: [{ rows }], more: items.length - rows.length } }
}

async function* complete(name: string, asked: Asked): Steps {
  const { items } = await asked.client.searchTasks({ query: { q: name.slice(0, 200), limit: 50 } })
  const open = items.filter((task) => task.completedAt === null && task.deletedAt === null)
  const exact = open.filter((task) => task.name.toLowerCase() === name.toLowerCase())
  const found = exact.length > 0 ? exact : open
  if (found.length === 0) {
    const done = items.some((task) => task.completedAt !== null)
    return yield { say: done ? `“${plain(name)}” is done already.` : `No open task has “${plain(name)}” in it.` }
  }
  if (found.length > 1) {
    const items = found.slice(0, 9).map((task) => {
      const { id, name, facts } = rowOf(task, asked.today)
      return { id, name, facts }
    })
    yield { say: `${count(found.length)} match. Which one is done?` }
    return yield { choices: { does: 'completeTask', items } }
  }
  yield* completeOne((found[0] as Task).id, asked)
}

async function* completeOne(id: string, { client }: Asked): Steps {
  yield { tool: 'completeTask', input: { id }, output: await client.completeTask({ params: { id } }) }
}

async function* choose(number: number, asked: Asked): Steps {
  const choice = asked.choices?.items[number - 1]
  if (choice) return yield* completeOne(choice.id, asked)
  const text = asked.choices ? `There is no number ${number} in the list above.` : 'There is nothing to choose from.'
  yield { say: text }
}

async function* search(words: string, { client, today }: Asked): Steps {
  const { items } = await client.searchTasks({ query: { q: words.slice(0, 200), limit: SHOWN } })
  const tasks = items.filter((task) => task.deletedAt === null)
  if (tasks.length === 0) return yield { say: `No task has “${plain(words)}” in it.` }
  yield { say: `${count(tasks.length)} with “${plain(words)}”` }
  yield { tasks: { groups: [{ rows: tasks.map((task) => rowOf(task, today)) }], more: 0 } }
}

async function* help(intent: { kind: 'help' } | { kind: 'unknown'; text: string }): Steps {
  const opening =
    intent.kind === 'help'
      ? 'I look after your tasks. No language model is set up here, so I understand plain requests like these:'
      : 'I did not understand that. No language model is set up here, so I understand plain requests like these:'
  const examples = [
    '*add buy milk tomorrow #errands*',
    '*water plants every friday*',
    '*what is due this week?* (or today, tomorrow, overdue)',
    '*complete buy milk*',
    '*search plants*',
    '*what repeats?*',
  ]
  yield { say: `${opening}\n\n${examples.map((example) => `- ${example}`).join('\n')}` }
  if (intent.kind === 'unknown' && intent.text.length <= 80 && !intent.text.endsWith('?')) {
    yield { say: `To keep it as a task, write *add ${plain(intent.text)}*.` }
  }
}

function rowOf(task: Task, today: string): TaskRow {
  const isLate = task.dueDay !== null && task.dueDay < today
  return {
    id: task.id,
    name: task.name,
    state: task.completedAt ? 'done' : isLate ? 'overdue' : 'open',
    facts: [task.dueDay && dayInWords(task.dueDay, today), task.category && `#${task.category}`].filter(
      (fact) => fact !== null,
    ),
  }
}

function count(tasks: number): string {
  return tasks === 1 ? 'One task' : `${tasks} tasks`
}

/** In a sentence, today and tomorrow are small. */
function inSentence(day: string, today: string): string {
  return dayInWords(day, today).replace(/^(Today|Tomorrow|Yesterday)$/, (word) => word.toLowerCase())
}

/** A person's own words, so that Markdown leaves them as they are. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!~|&]/g, '\\$&')
}
