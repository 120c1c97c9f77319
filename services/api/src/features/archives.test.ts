import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { LEFT_OUT, listArchivedTables } from '@ichrisbirch/db/archives/tables'
import { seed, SEED_PASSWORD } from '@ichrisbirch/db/seed'
import type { Problem } from '@ichrisbirch/contract/problems'
import pg from 'pg'
import { extract, pack } from 'tar-stream'
import { jsonOf, type Person, startTestApi } from '../testing.ts'

const house = await startTestApi()
const elsewhere = await startTestApi()
/** Nothing is ever kept there, but at the end. */
const third = await startTestApi()

async function exported({ url }: { url: string }, { cookie }: Pick<Person, 'cookie'>): Promise<Buffer> {
  const response = await fetch(`${url}/export/`, { headers: { cookie } })
  assert.equal(response.status, 200)
  return Buffer.from(await response.arrayBuffer())
}

function imported({ url }: { url: string }, { cookie }: Person, archive: Buffer, query = '') {
  return fetch(`${url}/import/${query}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/gzip' },
    body: new Uint8Array(archive),
  })
}

async function faultOf(response: Response): Promise<string> {
  const problem = await jsonOf<Problem>(response)
  return problem.errors?.[0]?.message ?? problem.detail
}

/** The archive's files by name. */
async function unpacked(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const entries = extract()
  entries.end(gunzipSync(archive))
  for await (const entry of entries) {
    const pieces: Buffer[] = []
    for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece)
    files.set(entry.header.name, Buffer.concat(pieces).toString('latin1'))
  }
  return files
}

/** The same archive with one file changed; undefined leaves it out. */
async function withFile(archive: Buffer, name: string, change: (text: string) => string | undefined): Promise<Buffer> {
  const packed = pack()
  for (const [each, text] of await unpacked(archive)) {
    const content = each === name ? change(text) : text
    if (content !== undefined) packed.entry({ name: each }, Buffer.from(content, 'latin1'))
  }
  packed.finalize()
  const pieces: Buffer[] = []
  for await (const piece of packed as AsyncIterable<Buffer>) pieces.push(piece)
  return gzipSync(Buffer.concat(pieces))
}

const PHOTO = new File(
  [
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  ],
  'box.png',
  { type: 'image/png' },
)

/** Someone with something of everything that begins in odd ways. */
async function makeLife(): Promise<Person> {
  const person = await house.signUp()
  const { client } = person
  await client.changeAccount({ body: { timeZone: 'Asia/Tokyo', dayStartHour: 4, accentHue: 40 } })
  await client.deleteCategory({ params: { name: (await client.listCategories()).items[0]?.name ?? '' } })
  await client.createCategory({ body: { name: 'Zürich "east"' } })
  const autotask = await client.createAutotask({
    body: { name: 'water', rule: 'FREQ=DAILY', category: 'Zürich "east"' },
  })
  await client.runAutotask({ params: { id: autotask.id } })
  await client.createTask({
    body: { name: 'tab\\t "quotes" , and ünï 🦓', notes: 'two\nlines\r\n\\n \u0001 \u2028', dueDay: '2026-12-04' },
  })
  const done = await client.createTask({ body: { name: 'done' } })
  await client.completeTask({ params: { id: done.id } })
  await packBoxes(person)
  await client.deleteTask({ params: { id: (await client.createTask({ body: { name: 'deleted' } })).id } })
  return person
}

/** A box and a thing with a photo each, in a place in a place that was made after it. */
async function packBoxes({ client }: Person): Promise<void> {
  const photo = await client.createFile({ query: { name: 'box.png' }, body: PHOTO })
  const shelf = await client.createPlace({ body: { name: 'Shelf' } })
  const garage = await client.createPlace({ body: { name: 'Garage' } })
  await client.changePlace({ params: { id: shelf.id }, body: { parentId: garage.id } })
  const box = await client.createBox({ body: { name: 'Tools', number: 17, placeId: shelf.id, photoId: photo.id } })
  await client.createBoxItem({
    body: { name: 'Drill', quantity: 2, essential: true, boxId: box.id, photoId: photo.id },
  })
}

const life = await makeLife()
const archive = await exported(house, life)

test('what is exported, imported into another house and exported again is the same, byte for byte', async () => {
  assert.deepEqual(await exported(house, life), archive, 'and so is a second export')
  const newcomer = await elsewhere.signUp()
  const response = await imported(elsewhere, newcomer, archive)
  assert.equal(response.status, 200, await response.clone().text())
  assert.deepEqual(await exported(elsewhere, newcomer), archive)
  assert.equal((await newcomer.client.getAccount()).timeZone, 'Asia/Tokyo')
  assert.deepEqual((await newcomer.client.listTasks()).items, (await life.client.listTasks()).items)
  const [drill] = (await newcomer.client.searchBoxItems({ query: { q: 'drill' } })).items
  assert.deepEqual([drill?.box, drill?.where], [{ number: 17, name: 'Tools' }, ['Garage', 'Shelf']])
  const photo = await newcomer.client.downloadFile({ params: { id: drill?.photoId ?? '' } })
  assert.deepEqual(await photo.bytes(), await PHOTO.bytes())
})

test('so is a seeded house, with something in every table', async () => {
  const url = new URL(house.database.superuserUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const email = 'seeded@example.org'
  await seed({ url: url.href, password }, { tasks: 60, others: 110, seed: 1, today: '2026-11-24', email })
  const response = await fetch(`${house.url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: SEED_PASSWORD }),
  })
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0])
  const seeded = await exported(house, { cookie: cookie.join('; ') })
  const newcomer = await elsewhere.signUp()
  assert.equal((await imported(elsewhere, newcomer, seeded)).status, 200)
  assert.deepEqual(await exported(elsewhere, newcomer), seeded)
})

test('every table of the house is in the archive, or on the list of those left out with a reason', async () => {
  const client = new pg.Client({ connectionString: house.database.superuserUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  const archived = (await listArchivedTables(client)).map(({ name }) => name)
  await client.end()
  const left = rows.map(({ name }) => name).filter((name) => !archived.includes(name))
  for (const name of left) assert(LEFT_OUT[name], `${name} is in no archive, for no reason`)
  const files = await unpacked(archive)
  for (const name of archived) assert(files.has(`data/${name}.jsonl`) && files.has(`csv/${name}.csv`), name)
})

test('an archive holds nothing of anybody else and no word that opens a door', async () => {
  const text = [...(await unpacked(archive)).values()].join('\n')
  const { id } = await life.client.getAccount()
  for (const secret of [id, life.email, 'argon2']) assert(!text.includes(secret), secret)
  assert.match((await unpacked(archive)).get('csv/tasks.csv') ?? '', /^id,name,notes/)
})

test('an account with something in it is refused, and so is an archive whose records are somebody else’s here', async () => {
  const person = await elsewhere.signUp()
  assert.match(
    await faultOf(await imported(elsewhere, person, archive)),
    /autotasks\.jsonl line 1: it is there already/,
  )
  await person.client.createTask({ body: { name: 'mine' } })
  const refused = await imported(elsewhere, person, archive)
  assert.equal(refused.status, 409)
  assert.match(await faultOf(refused), /tasks/)
})

const tasks = 'data/tasks.jsonl'
const nth = (text: string, line: number, change: (line: string) => string) =>
  text
    .split('\n')
    .map((each, index) => (index === line - 1 ? change(each) : each))
    .join('\n')

const WRONG: [what: string, make: () => Promise<Buffer> | Buffer, says: RegExp][] = [
  ['text', () => Buffer.from('hello'), /no tar\.gz/],
  ['nothing', () => Buffer.alloc(0), /no tar\.gz|no manifest|as the body/],
  ['half an archive', () => archive.subarray(0, archive.length / 2), /cut off|no tar\.gz/],
  ['a gzip of something else', () => gzipSync('hello'), /no tar\.gz|no archive/],
  ['no manifest', () => withFile(archive, 'manifest.json', () => undefined), /begins with another file/],
  [
    'a later format',
    () => withFile(archive, 'manifest.json', (t) => t.replace('"format": 1', '"format": 9')),
    /format is 9/,
  ],
  [
    'a table from the future',
    () => withFile(archive, 'manifest.json', (t) => t.replace('"tasks"', '"dreams"')),
    /no dreams/,
  ],
  ['broken JSON', () => withFile(archive, tasks, (t) => nth(t, 2, () => '{"id":')), /tasks\.jsonl line 2: .*json/],
  [
    'a number for a record',
    () => withFile(archive, tasks, (t) => nth(t, 3, () => '7')),
    /tasks\.jsonl line 3: it is no record/,
  ],
  [
    'an unknown field',
    () => withFile(archive, tasks, (t) => nth(t, 2, (l) => l.replace('"name"', '"owner_id"'))),
    /line 2: there is no field owner_id/,
  ],
  [
    'a word for a day',
    () => withFile(archive, tasks, (t) => nth(t, 2, (l) => l.replace(/"due_day":[^,]+/, '"due_day":"soon"'))),
    /line 2: .*soon/,
  ],
  [
    'no name',
    () => withFile(archive, tasks, (t) => nth(t, 3, (l) => l.replace(/"name":"[^"]*/, '"name":null,"notes":"x'))),
    /line 3/,
  ],
  [
    'an id twice',
    () => withFile(archive, tasks, (t) => nth(t, 3, () => t.split('\n')[0] ?? '')),
    /line 3: it is there already/,
  ],
  [
    'what is not there named',
    () =>
      withFile(archive, tasks, (t) =>
        nth(t, 1, (l) => l.replace(/"autotask_id":[^,]+/, '"autotask_id":"00000000-0000-7000-8000-000000000000"')),
      ),
    /line 1: what its autotask_id names/,
  ],
  [
    'a line too few',
    () => withFile(archive, tasks, (t) => t.split('\n').slice(1).join('\n')),
    /lines, and the manifest says|names is not/,
  ],
  [
    'a wrong account',
    () => withFile(archive, 'account.json', (t) => t.replace('Asia/Tokyo', 'Mars/Base')),
    /account\.json.*time zone/s,
  ],
]
for (const [what, make, says] of WRONG) {
  test(`${what}: refused with the place of the fault, and nothing is kept`, async () => {
    const person = await third.signUp()
    const before = await exported(third, person)
    const response = await imported(third, person, await make())
    assert(response.status === 422 || response.status === 400, `${response.status}: ${await response.clone().text()}`)
    assert.match(await faultOf(response), says)
    assert.deepEqual(await exported(third, person), before)
  })
}

test("a record cannot be tied to somebody else's", async () => {
  const victim = await third.signUp()
  const theirs = await victim.client.createAutotask({ body: { name: 'theirs', rule: 'FREQ=DAILY' } })
  const thief = await third.signUp()
  const forged = await withFile(archive, tasks, (text) =>
    nth(text, 1, (line) => line.replace(/"autotask_id":[^,]+/, `"autotask_id":"${theirs.id}"`)),
  )
  assert.match(await faultOf(await imported(third, thief, forged)), /line 1: what its autotask_id names/)
})

test('a stranger exports and imports nothing', async () => {
  for (const [path, method] of [
    ['/export/', 'GET'],
    ['/import/', 'POST'],
  ] as const)
    assert.equal((await fetch(house.url + path, { method })).status, 401)
})

test('with leave to replace, what was there is gone and the archive is there', async () => {
  const person = await third.signUp()
  await person.client.createTask({ body: { name: 'mine' } })
  const response = await imported(third, person, archive, '?replace=true')
  assert.equal(response.status, 200, await response.clone().text())
  assert.deepEqual(await exported(third, person), archive)
})
