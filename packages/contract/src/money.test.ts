import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Amount, Currency, currencyOf, readAmount } from './money.ts'

test('an amount is read as people of a language write it', () => {
  for (const [text, locale, amount] of [
    ['12.50', 'en-GB', '12.50'],
    ['12,50', 'en-GB', '12.50'],
    ['1,234', 'en-GB', '1234'],
    ['1.234', 'en-GB', '1.234'],
    ['1.234', 'de-DE', '1234'],
    ['1,234', 'de-DE', '1.234'],
    ['1.234,56', 'en-GB', '1234.56'],
    ['1,234,567.8', 'de-DE', '1234567.8'],
    ['1 234,50', 'fr-FR', '1234.50'],
    ["1'234.50", 'de-CH', '1234.50'],
    ['1,234,567', 'de-DE', '1234567'],
    ['007', 'en-GB', '7'],
    ['0.10', 'en-GB', '0.10'],
    ['5.', 'en-GB', '5'],
  ] as const) {
    assert.equal(readAmount(text, locale), amount, `${text} in ${locale}`)
  }
})

test('what is no amount is not read as one', () => {
  for (const text of ['', 'ten', '-5', '1.2.3', '1,2,3.4', '1e3', '0.00001', '1234567890123', '.5', 'NaN', '１２']) {
    assert.equal(readAmount(text, 'en-GB'), undefined, text)
  }
})

test('an amount is a decimal as text, a currency a code of ISO 4217', () => {
  for (const amount of ['0', '0.1', '12.50', '999999999999.9999']) assert(Amount.safeParse(amount).success, amount)
  for (const amount of ['', '-1', '1.', '.1', '01', '1.00000', '1,5', '1e2', '+1', ' 1'])
    assert(!Amount.safeParse(amount).success, amount)
  for (const code of ['EUR', 'USD', 'JPY', 'CHF']) assert(Currency.safeParse(code).success, code)
  for (const code of ['', 'eur', 'EU', 'EURO', '€', 'XQZ']) assert(!Currency.safeParse(code).success, code)
})

test('the currency to begin with is that of where the language is spoken', () => {
  assert.deepEqual(['en-US', 'en', 'en-GB', 'de', 'de-CH', 'ja'].map(currencyOf), [
    'USD',
    'USD',
    'GBP',
    'EUR',
    'CHF',
    'JPY',
  ])
})
