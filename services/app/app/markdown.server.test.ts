import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderMarkdown } from './markdown.server.ts'

test('notes become HTML', () => {
  assert.equal(renderMarkdown('take **two** photos'), '<p>take <strong>two</strong> photos</p>\n')
})

test('raw HTML is shown as text, and no link runs a script', () => {
  assert.match(renderMarkdown('<script>alert(1)</script>'), /&lt;script&gt;/)
  assert.doesNotMatch(renderMarkdown('[x](javascript:alert(1))'), /href/)
  assert.doesNotMatch(renderMarkdown('[x](data:text/html;base64,PHNjcmlwdD4=)'), /href/)
})

test('a link tells its target nothing, and no picture is fetched from elsewhere', () => {
  assert.match(renderMarkdown('https://example.org'), /rel="noopener noreferrer nofollow"/)
  assert.doesNotMatch(renderMarkdown('![spy](https://example.org/a.png)'), /<img/)
})
