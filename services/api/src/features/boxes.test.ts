import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { type Flag, FLAGS } from '@ichrisbirch/contract/box-flags'
import { readBoxCode } from '@ichrisbirch/contract/boxes'
import { ApiError, type Client } from '@ichrisbirch/contract/client'
import { randomOf } from '@ichrisbirch/contract/testing'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

const addBox = (client: Client, name: string) => client.createBox({ body: { name } })
const numbersOf = async (client: Client, range: { from?: number; to?: number } = {}) =>
  (await client.listBoxes({ query: { limit: 200, ...range } })).items.map(({ number }) => number)

test('boxes that are added at the same moment get the numbers from 1 on, without a gap or a double', async () => {
  const { client } = await api.signUp()
  await Promise.all(Array.from({ length: 20 }, (_, n) => addBox(client, `box ${n}`)))
  assert.deepEqual(
    await numbersOf(client),
    Array.from({ length: 20 }, (_, n) => n + 1),
  )
})

test('a chosen number is left out by the next ones, and refused to a second box', async () => {
  const { client } = await api.signUp()
  const first = await client.createBox({ body: { name: 'chosen', number: 2 } })
  await addBox(client, 'one')
  await addBox(client, 'three')
  assert.deepEqual(await numbersOf(client), [1, 2, 3])
  assert.deepEqual(await numbersOf(client, { from: 2, to: 2 }), [2])
  const refusals = await Promise.all(
    [
      client.createBox({ body: { name: 'x', number: 2 } }),
      client.changeBox({ params: first, body: { number: 3 } }),
    ].map((asked) => asked.catch((error: unknown) => error)),
  )
  for (const refusal of refusals) {
    assert(refusal instanceof ApiError)
    assert.match(refusal.fields.number ?? '', /another box/)
  }
  await client.changeBox({ params: { id: first.id }, body: { number: 2, name: 'the same' } })
})

test('a deleted box keeps the number that is written on it, and comes back with what was in it', async () => {
  const { client } = await api.signUp()
  const box = await addBox(client, 'one')
  const params = { id: box.id }
  const coat = await client.createBoxItem({ body: { name: 'coat', boxId: box.id, warm: true } })
  const boots = await client.createBoxItem({ body: { name: 'boots', boxId: box.id } })
  await client.deleteBox({ params })
  const loose = await client.listBoxItems({ query: { status: 'loose' } })
  assert.deepEqual(
    loose.items.map(({ name, boxId, box }) => [name, boxId, box]),
    [
      ['boots', null, null],
      ['coat', null, null],
    ],
  )
  const second = await addBox(client, 'two')
  assert.equal(second.number, 2)
  await client.moveBoxItems({ body: { moves: [{ id: boots.id, boxId: second.id }] } })
  const back = await client.restoreBox({ params })
  assert.deepEqual([back.number, back.items, back.warm], [1, 1, true])
  assert.equal((await client.getBoxItem({ params: { id: coat.id } })).box?.number, 1)
  assert.equal((await client.getBoxItem({ params: { id: boots.id } })).box?.number, 2)
})

test('whatever is done to things, the flags and the count of every box are those of what is in it', async () => {
  const { client } = await api.signUp()
  const random = randomOf(41)
  const pick = <Item>(list: Item[]) => list[Math.floor(random() * list.length)] as Item
  const boxes = await Promise.all(['a', 'b', 'c'].map((name) => addBox(client, name)))
  const boxIds = [...boxes.map(({ id }) => id), null]
  const items: string[] = []
  const flags = () => Object.fromEntries(FLAGS.map((flag) => [flag, random() < 0.4])) as Record<Flag, boolean>
  const box = () => ({ params: { id: pick(boxes).id } })
  const deeds = [
    async () => {
      items.push((await client.createBoxItem({ body: { name: 'thing', boxId: pick(boxIds), ...flags() } })).id)
    },
    () => client.changeBoxItem({ params: { id: pick(items) }, body: flags() }),
    () => client.changeBoxItem({ params: { id: pick(items) }, body: { boxId: pick(boxIds) } }),
    () => client.moveBoxItems({ body: { moves: [{ id: pick(items), boxId: pick(boxIds) }] } }),
    () => client.deleteBoxItem({ params: { id: pick(items) } }),
    () => client.restoreBoxItem({ params: { id: pick(items) } }),
    () => client.deleteBox(box()),
    () => client.restoreBox(box()),
  ]
  for (let round = 0; round < 50; round++) {
    await (round < 8 ? deeds[0] : pick(deeds))?.().catch((error: unknown) => {
      // Of what is deleted nothing can be changed, and into a deleted box nothing is put: that is no deed.
      assert(error instanceof ApiError && ['not_found', 'invalid_input'].includes(error.code), String(error))
    })
    await assertFlagsFollow(client)
  }
})

async function assertFlagsFollow(client: Client): Promise<void> {
  const [boxes, items, ...filtered] = await Promise.all([
    client.listBoxes(),
    client.listBoxItems({ query: { limit: 200 } }),
    ...FLAGS.map((flag) => client.listBoxes({ query: { flag } })),
  ])
  for (const box of boxes.items) {
    const inside = items.items.filter(({ boxId }) => boxId === box.id)
    assert.equal(box.items, inside.length)
    for (const [index, flag] of FLAGS.entries()) {
      const isSome = inside.some((item) => item[flag])
      assert.equal(box[flag], isSome, `${box.name} ${flag}`)
      assert.equal(
        filtered[index]?.items.some(({ id }) => id === box.id),
        isSome,
      )
    }
  }
}

test('many things are moved at once or not at all, and the answer takes it back', async () => {
  const { client } = await api.signUp()
  const [from, to] = [await addBox(client, 'from'), await addBox(client, 'to')]
  const packed = await client.createBoxItem({ body: { name: 'packed', boxId: from.id } })
  const loose = await client.createBoxItem({ body: { name: 'loose' } })
  const moves = [packed, loose].map(({ id }) => ({ id, boxId: to.id }))
  await assert.rejects(client.moveBoxItems({ body: { moves: [...moves, { id: randomUUID(), boxId: null }] } }), {
    code: 'not_found',
  })
  assert.equal((await client.getBox({ params: { id: to.id } })).items, 0)
  const before = await client.moveBoxItems({ body: { moves } })
  assert.equal((await client.getBox({ params: { id: to.id } })).items, 2)
  await client.moveBoxItems({ body: before })
  assert.equal((await client.getBoxItem({ params: { id: packed.id } })).boxId, from.id)
  assert.equal((await client.getBoxItem({ params: { id: loose.id } })).boxId, null)
})

test('“where is it” answers with the box and every place around it, and follows when a place is moved', async () => {
  const { client } = await api.signUp()
  const house = await client.createPlace({ body: { name: 'House' } })
  const garage = await client.createPlace({ body: { name: 'Garage', parentId: house.id } })
  const shelf = await client.createPlace({ body: { name: 'Shelf 2', parentId: garage.id } })
  const box = await client.createBox({ body: { name: 'Tools', placeId: shelf.id } })
  await client.createBoxItem({ body: { name: 'Cordless drill', quantity: 2, boxId: box.id } })
  const ask = async () => (await client.searchBoxItems({ query: { q: 'drill cord' } })).items[0]
  const found = await ask()
  assert.deepEqual([found?.box, found?.where], [{ number: 1, name: 'Tools' }, ['House', 'Garage', 'Shelf 2']])
  await client.changePlace({ params: { id: shelf.id }, body: { parentId: house.id } })
  assert.deepEqual((await ask())?.where, ['House', 'Shelf 2'])
  const inside = async (placeId: string) =>
    (await client.listBoxes({ query: { placeId } })).items.map(({ name }) => name)
  assert.deepEqual([await inside(house.id), await inside(garage.id)], [['Tools'], []])
  await client.deletePlace({ params: { id: shelf.id } })
  assert.deepEqual(await inside(house.id), [])
  const unplaced = await client.getBox({ params: { id: box.id } })
  assert.deepEqual([unplaced.placeId, unplaced.where], [null, []])
  await client.restorePlace({ params: { id: shelf.id } })
  assert.deepEqual((await client.searchBoxes({ query: { q: 'tool' } })).items[0]?.where, ['House', 'Shelf 2'])
  assert.deepEqual((await client.searchBoxes({ query: { q: '1' } })).items[0]?.name, 'Tools')
})

test('a place is never in itself, not even when two are put into each other at once', async () => {
  const { client } = await api.signUp()
  const [a, b] = [await client.createPlace({ body: { name: 'a' } }), await client.createPlace({ body: { name: 'b' } })]
  await assert.rejects(client.changePlace({ params: { id: a.id }, body: { parentId: a.id } }), {
    code: 'invalid_input',
  })
  const results = await Promise.allSettled([
    client.changePlace({ params: { id: a.id }, body: { parentId: b.id } }),
    client.changePlace({ params: { id: b.id }, body: { parentId: a.id } }),
  ])
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
})

test("nobody's box, place or photo can be used by somebody else", async () => {
  const [{ client }, { client: stranger }] = [await api.signUp(), await api.signUp()]
  const box = await addBox(client, 'mine')
  const place = await client.createPlace({ body: { name: 'mine' } })
  const item = await client.createBoxItem({ body: { name: 'mine' } })
  const theirs = await stranger.createBoxItem({ body: { name: 'theirs' } })
  const code = 'invalid_input'
  await assert.rejects(stranger.createBoxItem({ body: { name: 'x', boxId: box.id } }), { code })
  await assert.rejects(stranger.createBox({ body: { name: 'x', placeId: place.id } }), { code })
  await assert.rejects(stranger.createBox({ body: { name: 'x', photoId: randomUUID() } }), { code })
  await assert.rejects(stranger.createPlace({ body: { name: 'x', parentId: place.id } }), { code })
  await assert.rejects(stranger.moveBoxItems({ body: { moves: [{ id: theirs.id, boxId: box.id }] } }), { code })
  await assert.rejects(stranger.moveBoxItems({ body: { moves: [{ id: item.id, boxId: null }] } }), {
    code: 'not_found',
  })
})

test('a code is a number however a label or a person says it', () => {
  for (const code of ['17', '#17', 'Box 17', ' no. 17 ', 'https://app.example.org/boxes/go?code=17'])
    assert.equal(readBoxCode(code), 17, code)
  for (const code of ['', '0', 'seventeen', '4006381333931', '17b']) assert.equal(readBoxCode(code), undefined, code)
})
