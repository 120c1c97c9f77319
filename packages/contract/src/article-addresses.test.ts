import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressIn, addressKey, cleanAddress, isWebAddress } from './article-addresses.ts'

test('tracking parameters, fragments and credentials are dropped, and nothing else of an address is changed', () => {
  for (const [given, cleaned] of [
    ['https://example.org/a?utm_source=x&id=7&fbclid=z#part', 'https://example.org/a?id=7'],
    ['https://example.org/a?utm_source=x', 'https://example.org/a'],
    ['https://ada:secret@example.org/a', 'https://example.org/a'],
    ['HTTPS://Example.ORG/Case?q=a%20b,c', 'https://example.org/Case?q=a%20b,c'],
    ['https://example.org/a?s=1&ref=2&source=3', 'https://example.org/a?s=1&ref=2&source=3'],
  ] as const)
    assert.equal(cleanAddress(given), cleaned)
})

test('addresses of one page have one key', () => {
  const key = addressKey('https://example.org/a?b=1&c=2')
  for (const same of [
    'http://www.example.org/a/?c=2&b=1#there',
    'https://EXAMPLE.org/a?b=1&c=2&utm_medium=mail',
    'https://example.org:443/a//?b=1&c=2',
  ])
    assert.equal(addressKey(same), key, same)
  for (const other of [
    'https://example.org/A?b=1&c=2',
    'https://example.org/a?b=1',
    'https://example.org:8443/a?b=1&c=2',
  ])
    assert.notEqual(addressKey(other), key, other)
})

test('only http and https are addresses of the web', () => {
  for (const no of [
    '',
    'example.org',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://example.org',
    'http://',
    'data:text/html,x',
  ])
    assert.equal(isWebAddress(no), false, no)
  assert(isWebAddress('http://example.org'))
})

test('an address is found in what a phone shares', () => {
  assert.equal(addressIn('On rivers\nhttps://example.org/rivers'), 'https://example.org/rivers')
  assert.equal(addressIn('no address'), undefined)
})
