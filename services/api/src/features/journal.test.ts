import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayAt, instantOf } from '@ichrisbirch/contract/days'
import { deedsInMarkdown, type NewJournalEntry } from '@ichrisbirch/contract/journal'
import { articles } from '@ichrisbirch/db/articles'
import { bookReadings } from '@ichrisbirch/db/books'
import { newId } from '@ichrisbirch/db/columns'
import { files } from '@ichrisbirch/db/files'
import { tasks } from '@ichrisbirch/db/tasks'
import { eq } from 'drizzle-orm'
import { randomOf } from '@ichrisbirch/contract/testing'
import { type Person, startTestApi } from '../testing.ts'

const api = await startTestApi()
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

async function keepPhoto({ client }: Person): Promise<string> {
  return (await client.createFile({ body: new File([new Uint8Array(GIF)], '', { type: 'image/gif' }) })).id
}

/** A person with these entries. */
async function writer(...entries: NewJournalEntry[]): Promise<Person> {
  const person = await api.signUp()
  for (const body of entries) await person.client.createJournalEntry({ body })
  return person
}

test('entries come by their day, whenever they were written, and those of one day by when', async () => {
  const { client } = await writer(
    { text: 'yesterday', day: '2026-11-22' },
    { text: 'to be opened', day: '2031-01-01' },
    { text: 'long ago', day: '1999-12-31' },
    { text: 'yesterday too', day: '2026-11-22' },
  )
  const { items } = await client.listJournalEntries()
  assert.deepEqual(
    items.map(({ text }) => text),
    ['to be opened', 'yesterday too', 'yesterday', 'long ago'],
  )
  const paged: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = await client.listJournalEntries({ query: { limit: 1, ...(after && { after }) } })
    paged.push(...page.items.map(({ text }) => text))
    after = page.next
  }
  assert.deepEqual(paged, ['to be opened', 'yesterday too', 'yesterday', 'long ago'])
  const some = await client.listJournalEntries({ query: { from: '2026-01-01', to: '2026-12-31' } })
  assert.equal(some.items.length, 2)
})

test('an entry without a day is about the day that its writer has', async () => {
  const { client } = await api.signUp()
  await client.changeAccount({ body: { timeZone: 'Pacific/Kiritimati', dayStartHour: 4 } })
  const before = dayAt(new Date(), { timeZone: 'Pacific/Kiritimati', dayStartHour: 4 })
  const { day } = await client.createJournalEntry({ body: { text: 'Up early.' } })
  const after = dayAt(new Date(), { timeZone: 'Pacific/Kiritimati', dayStartHour: 4 })
  assert([before, after].includes(day))
})

test('moods and tags are kept, found and counted by day', async () => {
  const { client } = await writer(
    { text: 'a', day: '2026-11-20', mood: 'bad', tags: ['Sea', 'sea', 'rain'] },
    { text: 'b', day: '2026-11-20', mood: 'great' },
    { text: 'c', day: '2026-11-20' },
    { text: 'd', day: '2026-11-21', tags: ['sea'] },
  )
  const tagged = await client.listJournalEntries({ query: { tag: 'sea' } })
  assert.deepEqual(
    tagged.items.map(({ text, tags }) => [text, tags]),
    [
      ['d', ['sea']],
      ['a', ['sea', 'rain']],
    ],
  )
  assert.equal((await client.listJournalEntries({ query: { mood: 'great' } })).items[0]?.text, 'b')
  const { days } = await client.listJournalDays({ query: { from: '2026-11-01', to: '2026-11-30' } })
  assert.deepEqual(days, [
    { day: '2026-11-20', count: 3, moods: ['bad', 'great'] },
    { day: '2026-11-21', count: 1, moods: [] },
  ])
})

test('an entry is found by words, also by their beginnings, and its title is its first line', async () => {
  const { client } = await writer(
    { text: '## A walk\n\nby the *cold* sea', day: '2026-11-20' },
    { text: 'rain', day: '2026-11-21' },
  )
  const { items } = await client.searchJournalEntries({ query: { q: "col' sea" } })
  assert.deepEqual(
    items.map(({ title }) => title),
    ['A walk'],
  )
})

test('on this day shows the same day of other years, and leap days with the 28th', async () => {
  const days = ['2024-02-29', '2025-02-28', '2026-02-28', '2026-03-01', '2023-11-23', '2026-11-23']
  const { client } = await writer(...days.map((day) => ({ text: day, day })))
  const on = async (day: string) =>
    (await client.listJournalOnThisDay({ query: { day } })).items.map((entry) => entry.day)
  assert.deepEqual(await on('2026-11-23'), ['2023-11-23'])
  assert.deepEqual(await on('2026-02-28'), ['2025-02-28', '2024-02-29'])
  assert.deepEqual(await on('2028-02-29'), ['2026-02-28', '2025-02-28', '2024-02-29'])
})

test('photos stand in the order given; what is not kept, or not mine, cannot be shown', async () => {
  const [ada, bo] = [await api.signUp(), await api.signUp()]
  const [first, second] = [await keepPhoto(ada), await keepPhoto(ada)]
  const shown = (entry: { photos: { id: string }[] }) => entry.photos.map(({ id }) => id)
  const body = { id: newId(), text: 'Two pictures.', photos: [second, first] }
  const entry = await ada.client.createJournalEntry({ body })
  assert.deepEqual(shown(entry), [second, first])
  assert.deepEqual(await ada.client.createJournalEntry({ body }), entry)
  const params = { id: entry.id }
  assert.deepEqual(shown(await ada.client.changeJournalEntry({ params, body: { photos: [first] } })), [first])
  for (const photo of [newId(), await keepPhoto(bo)]) {
    const wrong = ada.client.changeJournalEntry({ params, body: { text: 'changed', photos: [photo] } })
    await assert.rejects(wrong, { code: 'invalid_input', fields: { photos: 'must be photos that are kept' } })
  }
  assert.equal((await ada.client.getJournalEntry({ params })).text, 'Two pictures.', 'refused as a whole')
  await ada.client.deleteFile({ params: { id: first } })
  assert.deepEqual(shown(await ada.client.getJournalEntry({ params })), [])
})

test('of two who change the same version, the second is told, and takes nothing away', async () => {
  const { client } = await api.signUp()
  const { id, updatedAt } = await client.createJournalEntry({ body: { text: 'as it was' } })
  const change = (text: string, unchangedSince: string) =>
    client.changeJournalEntry({ params: { id }, body: { text, unchangedSince } })
  const first = await change('on the phone', updatedAt)
  await assert.rejects(change('on the laptop', updatedAt), { code: 'changed_meanwhile' })
  assert.equal((await client.getJournalEntry({ params: { id } })).text, 'on the phone')
  assert.equal((await change('on both', first.updatedAt)).text, 'on both')
  await client.deleteJournalEntry({ params: { id } })
  await assert.rejects(change('gone', first.updatedAt), { code: 'not_found' })
})

test('a photo goes for good with its row, and takes its place in the entry along', async () => {
  const ada = await api.signUp()
  const photo = await keepPhoto(ada)
  const { id } = await ada.client.createJournalEntry({ body: { text: 'One picture.', photos: [photo] } })
  await api.database.db.delete(files).where(eq(files.id, photo))
  assert.deepEqual((await ada.client.getJournalEntry({ params: { id } })).photos, [])
})

test('what was done is gathered on exactly one day, in any zone, with any start hour, over clock changes', async () => {
  const random = randomOf(23)
  const pick = <Item>(list: Item[]): Item => list[Math.floor(random() * list.length)] as Item
  const zones = ['America/Santiago', 'Australia/Lord_Howe', 'Africa/Cairo', 'Europe/Berlin', 'Pacific/Apia', 'UTC']
  const changes = ['2026-03-29', '2026-04-05', '2026-04-24', '2026-09-06', '2026-10-25', '2026-10-30']
  for (const timeZone of zones) {
    const { client } = await api.signUp()
    const rules = { timeZone, dayStartHour: pick([0, 1, 2, 3, 4, 12]) }
    await client.changeAccount({ body: rules })
    const around = pick(changes)
    const made = new Map<string, string>()
    for (let index = 0; index < 12; index++) {
      // Near the border of a day, where it matters.
      const border = instantOf(addDays(around, Math.floor(random() * 3)), 0, rules).getTime()
      const at = new Date(border + pick([-3_600_001, -1, 0, 1, 3_599_999]))
      const { id } = await client.createTask({ body: { name: `${index}` } })
      await api.database.db.update(tasks).set({ completedAt: at.toISOString() }).where(eq(tasks.id, id))
      made.set(id, dayAt(at, rules))
    }
    for (let day = addDays(around, -2); day <= addDays(around, 4); day = addDays(day, 1)) {
      const { deeds } = await client.gatherJournalDay({ query: { day } })
      const expected = [...made].filter(([, made]) => made === day).map(([id]) => id)
      assert.deepEqual(deeds.map(({ id }) => id).toSorted(), expected.toSorted(), `${timeZone} ${day}`)
    }
  }
})

test('a day is gathered from habits, events, articles, books and money too, and from nobody else', async () => {
  const [{ client }, other] = [await api.signUp(), await api.signUp()]
  const day = '2026-11-20'
  await client.createMoneyWasted({ body: { name: 'a lamp', amount: '12.50', currency: 'EUR', wastedDay: day } })
  await other.client.createMoneyWasted({ body: { name: 'theirs', amount: '1', currency: 'EUR', wastedDay: day } })
  const habit = await client.createHabit({
    body: { name: 'water', target: '8', unit: 'glasses', startDay: '2026-11-01' },
  })
  await client.changeCheckIn({ params: { id: habit.id }, body: { day, amount: '8' } })
  for (const [name, start, end] of [
    ['a long trip', '2026-11-18', '2026-11-20'],
    ['lunch', `${day}T12:00`, null],
    ['the day after', '2026-11-21', null],
    ['the night before', '2026-11-19T23:00', null],
  ] as const)
    await client.createEvent({ body: { name, start, end, venue: 'Vienna' } })
  const book = await client.createBook({ body: { title: 'Dune' } })
  await api.database.db.insert(bookReadings).values({
    ownerId: (await client.getAccount()).id,
    bookId: book.id,
    outcome: 'read',
    endDay: day,
  })
  const article = await client.createArticle({ body: { url: 'https://example.org/tides', title: 'Tides' } })
  await api.database.db
    .update(articles)
    .set({ readAt: `${day}T12:00:00Z` })
    .where(eq(articles.id, article.id))
  const { deeds } = await client.gatherJournalDay({ query: { day } })
  assert.deepEqual(
    deeds.map(({ feature, name, fact }) => [feature, name, fact]),
    [
      ['habits', 'water', '8 glasses'],
      ['events', 'a long trip', 'Vienna'],
      ['events', 'lunch', 'Vienna'],
      ['articles', 'Tides', null],
      ['books', 'Dune', 'read'],
      ['money', 'a lamp', '12.50 EUR'],
    ],
  )
})

test('a day is told feature by feature, and a name with the signs of Markdown as it is', () => {
  const deed = (feature: 'tasks' | 'money', name: string, fact: string | null = null) => ({
    feature,
    id: newId(),
    name,
    fact,
  })
  assert.equal(
    deedsInMarkdown([deed('money', 'a lamp', '€ 12.00'), deed('tasks', 'read *Dune*'), deed('tasks', 'sweep')]),
    '**Done**\n\n- read \\*Dune\\*\n- sweep\n\n**Wasted**\n\n- a lamp (€ 12.00)',
  )
  assert.equal(deedsInMarkdown([]), '')
})
