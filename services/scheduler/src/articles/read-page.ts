import { readingMinutes } from '@ichrisbirch/contract/articles'
import type { ReadPage } from '@ichrisbirch/db/article-texts'
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { parse, serialize } from 'parse5'
import type { FetchedPage } from './fetch-page.ts'
import { PageFault } from './page-fault.ts'
import { type PageElement, safeHtmlOf } from './safe-html.ts'

/** Fewer are a menu, a picture's caption or a notice that scripts are needed. */
const FEWEST_WORDS = 25
const MOST_ELEMENTS = 100_000
const BLOCK_ENDS = /<\/(?:p|h\d|li|dt|dd|pre|blockquote|figcaption|tr|caption)>|<br \/>/g

/** What a person reads on a page, without all that is around it. @throws PageFault when there is nothing to read. */
export function readPage({ url, kind, content }: FetchedPage): ReadPage {
  const source = content.replaceAll('\u0000', '').toWellFormed()
  // Parsed as browsers do, and only then by what Readability walks: that one takes tags as they come.
  const { document } = parseHTML(serialize(parse(kind === 'html' ? source : htmlOfText(source))))
  const language = document.documentElement.getAttribute('lang')
  const found = new Readability<PageElement>(document, {
    maxElemsToParse: MOST_ELEMENTS,
    charThreshold: 250,
    serializer: (element) => element,
  }).parse()
  const html = found?.content ? safeHtmlOf(found.content, url, () => document.createElement('a')) : ''
  const text = textOf(html)
  const words = countWords(text)
  if (!found || words < FEWEST_WORDS) throw new PageFault('lasting', 'No text to read was found on the page.')
  const site = inOneLine(found.siteName, 100) ?? new URL(url).host.replace(/^www\./, '')
  return {
    title: kind === 'text' ? undefined : titleOf(inOneLine(found.title, 500), [site, new URL(url).host]),
    site,
    author: inOneLine(found.byline, 200) ?? null,
    excerpt: inOneLine(found.excerpt, 500) ?? null,
    language: language && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : null,
    html,
    text,
    minutes: readingMinutes(words),
  }
}

/** `On rivers | The Example` is `On rivers`: the site's name is shown beside it. */
function titleOf(title: string | undefined, names: string[]): string | undefined {
  const [, rest, last = ''] = /^(.+) [|–—·:-]+ ([^|–—·]+)$/.exec(title ?? '') ?? []
  const letters = (words: string) => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return rest && names.some((name) => letters(name).includes(letters(last))) ? rest : title
}

function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<html><body><article><p>${escaped.split(/\n\s*\n/).join('</p><p>')}</p></article></body></html>`
}

/** Its words, a line a block: what is searched, and copied. */
function textOf(html: string): string {
  const { document } = parseHTML(`<html><body>${html.replace(BLOCK_ENDS, '$&\n')}</body></html>`)
  return (document.body.textContent ?? '')
    .split('\n')
    .map((line: string) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join('\n')
}

/** Of any language: those without spaces are cut by their own rules. */
function countWords(text: string): number {
  let words = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (isWordLike) words++
  }
  return words
}

function inOneLine(words: string | null | undefined, most: number): string | undefined {
  // oxlint-disable-next-line no-control-regex
  const line = words?.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim()
  return line ? line.slice(0, most).toWellFormed() : undefined
}
