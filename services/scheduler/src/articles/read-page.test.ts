import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PageFault } from './page-fault.ts'
import { readPage } from './read-page.ts'

const WORDS =
  'The river bends where the old mill stood, and every spring the water covers the lower meadow for a week. '
const around = (inside: string, head = '') =>
  `<!doctype html><html lang="en-GB"><head><title>On rivers | Example</title>${head}</head><body>
  <nav><a href="/">Home</a></nav><article><h1>On rivers</h1>${inside}<p>${WORDS.repeat(8)}</p><p>${WORDS.repeat(8)}</p></article>
  <footer>Subscribe to our newsletter</footer></body></html>`
const read = (inside: string, head?: string) =>
  readPage({ url: 'https://example.org/on/rivers', kind: 'html', content: around(inside, head) })

test('the text of a page is found, with its title, site, author and reading time', () => {
  const page = read(
    '',
    '<meta property="og:site_name" content="The Example"><meta name="author" content="Ada Lovelace">',
  )
  assert.deepEqual(
    [page.title, page.site, page.author, page.language, page.minutes],
    ['On rivers', 'The Example', 'Ada Lovelace', 'en-GB', 1],
  )
  assert.match(page.text, /^The river bends/)
  assert(!page.text.includes('newsletter'))
  assert.equal(read('').site, 'example.org')
})

test('nothing that runs, loads or follows a reader is kept', () => {
  const { html } =
    read(`<p>${WORDS}<script>alert(1)</script><img src="https://tracker.example/1.gif" onerror="alert(2)">
    <a href="javascript:alert(3)" onclick="alert(4)">a link</a><a href="  java\tscript:alert(5)">another</a>
    <iframe src="javascript:alert(6)"></iframe><iframe srcdoc="<script>alert(7)</script>"></iframe>
    <svg onload="alert(8)"><a xlink:href="javascript:alert(9)">x</a></svg><math><mtext><style><img src=x onerror=alert(10)></style></mtext></math>
    <form action="https://evil.example"><input name="password"><button>Go</button></form><style>*{background:url(//evil.example)}</style>
    <object data="x"></object><embed src="x"><base href="https://evil.example"><meta http-equiv="refresh" content="0;url=https://evil.example">
    <p style="background:url(//evil.example)" class="x" id="y" data-z="1">styled</p><noscript><img src="https://tracker.example/2.gif"></noscript>
    <video src="https://tracker.example/3.mp4" poster="https://tracker.example/4.jpg" autoplay></video><link rel="stylesheet" href="//evil.example"></p>`)
  assert.doesNotMatch(
    html,
    /<(script|img|iframe|svg|math|form|input|button|style|object|embed|base|meta|video|link)\b/i,
  )
  assert.doesNotMatch(html, /\s(on\w+|style|class|id|src|srcset|data-z)=/i)
  assert.doesNotMatch(html, /javascript:/i)
})

test('links are complete, open beside the house, and say nothing of it', () => {
  const { html } = read(`<p>${WORDS}<a href="../maps#here">maps</a></p>`)
  assert.match(
    html,
    /<a href="https:\/\/example\.org\/maps#here" rel="noopener noreferrer nofollow" target="_blank">maps<\/a>/,
  )
})

test('an image is a link to it, so that opening an article tells nobody', () => {
  const { html } = read(
    `<figure><img src="/mill.jpg" alt="The mill"><figcaption>In 1890</figcaption></figure><p>${WORDS}</p>`,
  )
  assert.match(html, /<a data-image href="https:\/\/example\.org\/mill\.jpg" [^>]*>Image: The mill<\/a>/)
  assert.match(html, /<figcaption>In 1890<\/figcaption>/)
})

test('a page without text, or one that needs scripts, is a fault that says so', () => {
  for (const content of [
    '',
    '<html><body><div id="root"></div><noscript>You need to enable JavaScript</noscript></body></html>',
    'x',
    '<',
  ])
    assert.throws(() => readPage({ url: 'https://example.org/', kind: 'html', content }), {
      name: 'PageFault',
      message: 'No text to read was found on the page.',
    } satisfies Partial<PageFault>)
})

test('plain text is read by its paragraphs', () => {
  const page = readPage({
    url: 'https://example.org/a.txt',
    kind: 'text',
    content: `<b>${WORDS.repeat(5)}\n\n${WORDS.repeat(5)} & more`,
  })
  assert.match(page.html, /&lt;b&gt;The river/)
  assert.match(page.text, /& more$/)
})

test('words of languages without spaces are counted', () => {
  const content = around('').replaceAll(
    WORDS,
    '春になると川の水が低い草地を一週間ほど覆い、古い水車小屋のあった場所で曲がる。',
  )
  assert(readPage({ url: 'https://example.org/', kind: 'html', content }).minutes >= 1)
})
