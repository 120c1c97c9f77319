import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wallClockOf } from '@ichrisbirch/contract/event-times'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

async function signUpInBerlin() {
  const person = await api.signUp()
  await person.client.changeAccount({ body: { timeZone: 'Europe/Berlin' } })
  const add = (name: string, start: string, more: { end?: string; timeZone?: string; reminder?: number } = {}) =>
    person.client.createEvent({ body: { name, start, ...more } })
  const names = async (query: { from?: string; to?: string; order?: 'latest' }) =>
    (await person.client.listEvents({ query })).items.map(({ name }) => name)
  return { ...person, add, names }
}

test('an event keeps the wall clock and the zone that it was given, or the zone of its owner', async () => {
  const { client, add } = await signUpInBerlin()
  const concert = await add('Concert', '2026-12-24T20:00', { end: '2026-12-24T22:00' })
  assert.deepEqual(
    [concert.allDay, concert.start, concert.end, concert.timeZone, concert.startsAt],
    [false, '2026-12-24T20:00', '2026-12-24T22:00', 'Europe/Berlin', '2026-12-24T19:00:00Z'],
  )
  const moved = await client.changeEvent({ params: { id: concert.id }, body: { timeZone: 'America/New_York' } })
  assert.deepEqual([moved.start, moved.startsAt], ['2026-12-24T20:00', '2026-12-25T01:00:00Z'])
  const days = await client.changeEvent({
    params: { id: concert.id },
    body: { start: '2026-12-24', end: '2026-12-26' },
  })
  assert.deepEqual([days.allDay, days.timeZone, days.endsAt], [true, null, '2026-12-27T00:00:00Z'])
})

test('a list between two days has what touches them where the owner is, and nothing else', async () => {
  const { add, names } = await signUpInBerlin()
  await add('all that week', '2026-12-21', { end: '2026-12-27' })
  await add('the day before', '2026-12-23')
  await add('late in New York', '2026-12-23T19:00', { timeZone: 'America/New_York' })
  await add('until midnight', '2026-12-23T22:00', { end: '2026-12-24T00:00' })
  await add('past midnight', '2026-12-23T22:00', { end: '2026-12-24T00:30' })
  await add('at midnight', '2026-12-24T00:00')
  await add('that day', '2026-12-24')
  await add('in the evening', '2026-12-24T23:59')
  await add('the day after', '2026-12-25')
  await add('at the next midnight', '2026-12-25T00:00')
  const expected = ['all that week', 'past midnight', 'at midnight', 'that day', 'late in New York', 'in the evening']
  assert.deepEqual((await names({ from: '2026-12-24', to: '2026-12-24' })).sort(), expected.toSorted())
  assert.equal((await names({}))[0], 'all that week')
  assert.equal((await names({ to: '2026-12-25', order: 'latest' })).at(-1), 'all that week')
})

test('times that contradict each other, costs without a currency and links that are none are refused by name', async () => {
  const { client } = await signUpInBerlin()
  for (const [body, field] of [
    [{ start: '2026-12-24T10:00', end: '2026-12-24T09:00' }, 'end'],
    [{ start: '2026-12-24', end: '2026-12-24T09:00' }, 'end'],
    [{ start: '2026-02-30' }, 'start'],
    [{ start: '2026-12-24T24:00' }, 'start'],
    [{ start: '2026-12-24', cost: '5' }, 'currency'],
    [{ start: '2026-12-24', link: 'javascript:alert(1)' }, 'link'],
    [{ start: '2026-12-24T10:00', timeZone: '+02:00' }, 'timeZone'],
  ] as const) {
    await assert.rejects(client.createEvent({ body: { name: 'x', ...body } }), (error: Error) => {
      assert.deepEqual(Object.keys((error as Error & { fields: object }).fields), [field], JSON.stringify(body))
      return true
    })
  }
})

test('a reminder is shown from its minute until the event is over', async () => {
  const { client, add } = await signUpInBerlin()
  const inMinutes = (minutes: number) =>
    wallClockOf(new Date(Date.now() + minutes * 60_000).toISOString(), 'Europe/Berlin')
  await add('soon', inMinutes(20), { reminder: 30 })
  await add('later', inMinutes(120), { reminder: 30 })
  await add('going on', inMinutes(-30), { end: inMinutes(30), reminder: 0 })
  await add('over', inMinutes(-60), { end: inMinutes(-30), reminder: 0 })
  await add('without one', inMinutes(20))
  const { today } = await client.getAccount()
  await add('today', today, { reminder: 0 })
  const { items } = await client.listEventReminders()
  assert.deepEqual(items.map(({ name }) => name).sort(), ['going on', 'soon', 'today'])
})

const google = readFileSync(join(import.meta.dirname, '../../test-fixtures/calendars/google.ics'), 'utf8')

test('a file imported twice adds its events once; what it says anew is taken, and what it does not say stays', async () => {
  const { client } = await signUpInBerlin()
  const imported = async (ics: string) => {
    const { added, changed, known } = await client.importEvents({ body: { ics } })
    return [added, changed, known]
  }
  assert.deepEqual(await imported(google), [5, 0, 0])
  assert.deepEqual(await imported(google), [0, 0, 5])
  const { items } = await client.listEvents()
  const christmas = items.find(({ start }) => start === '2026-12-24')
  assert(christmas)
  const params = { id: christmas.id }
  await client.changeEvent({ params, body: { notes: 'Bring the goose', tags: ['family'] } })
  assert.deepEqual(await imported(google.replace('DTEND;VALUE=DATE:20261227', 'DTEND;VALUE=DATE:20261228')), [0, 1, 4])
  const after = await client.getEvent({ params })
  assert.deepEqual([after.end, after.notes, after.tags], ['2026-12-27', 'Bring the goose', ['family']])
  await client.deleteEvent({ params })
  assert.deepEqual(await imported(google), [0, 0, 5], 'what a person deleted stays deleted')
})

test('the feed is read at its secret address without a cookie, until it is renewed or ended', async () => {
  const { client, add } = await signUpInBerlin()
  assert.deepEqual(await client.getEventFeed(), { isOn: false, madeAt: null, readAt: null })
  await add('Concert', `${new Date().getUTCFullYear() + 1}-12-24T20:00`, { reminder: 15 })
  const made = new URL((await client.renewEventFeed()).address)
  const ask = (path: string, headers: Record<string, string> = {}) => fetch(api.url + path, { headers })
  const feed = await ask(made.pathname)
  assert.equal(feed.headers.get('content-type'), 'text/calendar; charset=utf-8')
  assert.match(await feed.text(), /SUMMARY:Concert\r\n.*TRIGGER:-PT15M\r\n/s)
  const again = await ask(made.pathname, { 'if-none-match': feed.headers.get('etag') ?? '' })
  assert.equal(again.status, 304)
  assert.equal(typeof (await client.getEventFeed()).readAt, 'string')
  const { rows } = await api.database.db.execute('select token_hash from event_feeds')
  assert(!JSON.stringify(rows).includes(made.pathname.slice(10, -4)), 'only its hash is kept')

  const renewed = new URL((await client.renewEventFeed()).address)
  assert.deepEqual([(await ask(made.pathname)).status, (await ask(renewed.pathname)).status], [404, 200])
  await client.deleteEventFeed()
  assert.equal((await ask(renewed.pathname)).status, 404)
})

test('the feed of one house is the import of another, and in its own house it adds nothing', async () => {
  const [ada, bob] = [await signUpInBerlin(), await signUpInBerlin()]
  await ada.client.importEvents({ body: { ics: google } })
  await ada.client.createEvent({
    body: { name: 'Dinner', start: '2026-12-05T19:00', cost: '40.00', currency: 'EUR', attending: 'maybe' },
  })
  const { address } = await ada.client.renewEventFeed()
  const ics = await (await fetch(api.url + new URL(address).pathname)).text()
  const home = await ada.client.importEvents({ body: { ics } })
  assert.deepEqual(home, { added: 0, changed: 0, known: 6, faults: [] })
  await bob.client.importEvents({ body: { ics } })
  const content = async ({ client }: typeof ada) =>
    (await client.listEvents()).items.map((event) => ({ ...event, id: '', createdAt: '', updatedAt: '' }))
  const sorted = (list: Awaited<ReturnType<typeof content>>) => list.sort((a, b) => (a.uid < b.uid ? -1 : 1))
  assert.deepEqual(sorted(await content(bob)), sorted(await content(ada)))
})

test('addresses of feeds cannot be tried at leisure', async () => {
  const statuses = new Set<number>()
  for (let count = 0; count < 40; count++)
    statuses.add((await fetch(`${api.url}/calendar/${'x'.repeat(43)}.ics`)).status)
  assert.deepEqual([...statuses], [404, 429])
})
