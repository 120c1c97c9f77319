import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '@ichrisbirch/contract/days'
import { startTestApi } from '../testing.ts'

const api = await startTestApi()

async function signUp() {
  const person = await api.signUp()
  const { today } = await person.client.getAccount()
  const waste = (amount: string, wastedDay: string, more: { currency?: string; reason?: string } = {}) =>
    person.client.createMoneyWasted({ body: { name: 'something', amount, currency: 'EUR', wastedDay, ...more } })
  return { ...person, today, waste }
}

test('an amount and what it went on are enough: it was wasted today, and the amount stays as it was typed', async () => {
  const { client, today } = await signUp()
  const waste = await client.createMoneyWasted({ body: { name: 'Avocados', amount: '12.50', currency: 'EUR' } })
  assert.deepEqual([waste.amount, waste.wastedDay, waste.boughtDay, waste.reason], ['12.50', today, null, null])
})

test('cents are added exactly, each currency by itself', async () => {
  const { client, waste } = await signUp()
  for (let count = 0; count < 10; count++) await waste('0.10', '2026-03-31', { reason: 'Went bad' })
  await waste('99999999999.99', '2026-04-01')
  await waste('500', '2026-04-02', { currency: 'JPY' })
  const { totals, months, reasons } = await client.sumMoneyWasted()
  assert.deepEqual(totals, [
    { currency: 'EUR', amount: '100000000000.99', count: 11 },
    { currency: 'JPY', amount: '500', count: 1 },
  ])
  assert.deepEqual(months, [
    { month: '2026-03', currency: 'EUR', amount: '1.00', count: 10 },
    { month: '2026-04', currency: 'EUR', amount: '99999999999.99', count: 1 },
    { month: '2026-04', currency: 'JPY', amount: '500', count: 1 },
  ])
  assert.deepEqual(
    reasons.map(({ reason, currency, amount }) => [reason, currency, amount]),
    [
      [null, 'EUR', '99999999999.99'],
      [null, 'JPY', '500'],
      ['Went bad', 'EUR', '1.00'],
    ],
  )
  const march = await client.sumMoneyWasted({ query: { from: '2026-03-01', to: '2026-03-31' } })
  assert.deepEqual(march.totals, [{ currency: 'EUR', amount: '1.00', count: 10 }])
})

test('days without waste are counted to today, and the longest time is remembered', async () => {
  const { client, today, waste } = await signUp()
  const days = async () => {
    const { daysWithout, mostDaysWithout } = await client.sumMoneyWasted()
    return [daysWithout, mostDaysWithout]
  }
  assert.deepEqual(await days(), [null, null])
  await waste('5', addDays(today, -40))
  assert.deepEqual(await days(), [40, 40])
  const { id } = await waste('5', addDays(today, -3))
  assert.deepEqual(await days(), [3, 36])
  await waste('5', addDays(today, 1))
  assert.deepEqual(await days(), [3, 36], 'what is still to come counts when it comes')
  await waste('5', today)
  assert.deepEqual(await days(), [0, 36])
  await client.deleteMoneyWasted({ params: { id } })
  assert.deepEqual(await days(), [0, 39])
})

test("a reason is a person's own word, the same in any letter case", async () => {
  const { client, waste } = await signUp()
  assert.equal((await waste('5', '2026-01-01', { reason: 'went BAD' })).reason, 'Went bad')
  await waste('5', '2026-01-01', { reason: 'Rain' })
  await waste('5', '2026-01-01', { reason: 'rain' })
  const { reasons } = await client.listMoneyWastedReasons()
  assert.deepEqual(reasons.slice(0, 3), ['Rain', 'Went bad', 'Never used it'])
  const list = await client.listMoneyWasted({ query: { reason: 'rain' } })
  assert.equal(list.items.length, 2)
})

test('the latest day comes first, and a time narrows the list', async () => {
  const { client, waste } = await signUp()
  for (const day of ['2026-02-01', '2026-01-31', '2026-02-03']) await waste('5', day)
  const days = async (query: { from?: string; to?: string }) =>
    (await client.listMoneyWasted({ query })).items.map(({ wastedDay }) => wastedDay)
  assert.deepEqual(await days({}), ['2026-02-03', '2026-02-01', '2026-01-31'])
  assert.deepEqual(await days({ from: '2026-02-01', to: '2026-02-02' }), ['2026-02-01'])
})

test('amounts that are none, nothing at all, and currencies nobody knows are refused by name', async () => {
  const { client } = await signUp()
  for (const [amount, currency, field] of [
    ['0.00', 'EUR', 'amount'],
    ['12,50', 'EUR', 'amount'],
    ['-1', 'EUR', 'amount'],
    ['12.50', 'EURO', 'currency'],
  ] as const) {
    await assert.rejects(client.createMoneyWasted({ body: { name: 'x', amount, currency } }), (error: Error) => {
      assert.deepEqual(Object.keys((error as Error & { fields: object }).fields), [field])
      return true
    })
  }
})
