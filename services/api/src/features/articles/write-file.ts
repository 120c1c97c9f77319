import type { articles } from '@ichrisbirch/contract/articles'
import type { Answer } from '@ichrisbirch/contract/endpoint'
import type { listArticlesWhole } from '@ichrisbirch/db/articles'
import type { HighlightRow } from '@ichrisbirch/db/highlights'
import { stringify } from 'csv-stringify/sync'

export type WholeArticle = Awaited<ReturnType<typeof listArticlesWhole>>[number] & { highlights: HighlightRow[] }
type File = Answer<(typeof articles)['exportArticles']>

/** All articles in one file: JSON has everything, CSV and HTML what other programs read, Markdown what was marked. */
export function writeFile(format: 'json' | 'csv' | 'html' | 'md', articles: WholeArticle[]): File {
  const write = { json: writeJson, csv: writeCsv, html: writeHtml, md: writeHighlights }[format]
  return { name: format === 'md' ? 'highlights.md' : `articles.${format}`, content: write(articles) }
}

const writeJson = (articles: WholeArticle[]): string => `${JSON.stringify(articles, null, 1)}\n`

const seconds = (instant: string) => String(Math.floor(Date.parse(instant) / 1000))

/** The columns of Pocket's export, which most programs read, and then our own. */
function writeCsv(articles: WholeArticle[]): string {
  const rows = articles.map((article) => ({
    title: article.title,
    url: article.url,
    time_added: seconds(article.savedAt),
    tags: article.tags.join('|'),
    status: article.archivedAt === null ? 'unread' : 'archive',
    favorite: article.favouredAt === null ? '0' : '1',
    author: article.author,
    site: article.site,
    progress: article.progress,
    notes: article.notes,
  }))
  // A cell that begins as a formula is one to a spreadsheet, whatever its quotes.
  return stringify(rows, { header: true, columns: COLUMNS, escape_formulas: true })
}

const COLUMNS = ['title', 'url', 'time_added', 'tags', 'status', 'favorite', 'author', 'site', 'progress', 'notes']

/** Bookmarks in the Netscape format: every browser, Pocket's heirs and the archive read them. */
function writeHtml(articles: WholeArticle[]): string {
  const lines = articles.map(({ url, title, savedAt, tags, notes }) => {
    const attributes = `HREF="${escape(url)}" ADD_DATE="${seconds(savedAt)}" TAGS="${escape(tags.join(','))}"`
    return `    <DT><A ${attributes}>${escape(title)}</A>${notes ? `\n    <DD>${escape(notes)}` : ''}`
  })
  return `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Articles</TITLE>
<H1>Articles</H1>
<DL><p>
${lines.join('\n')}
</DL><p>
`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)

/** The marked passages of each article as quotations, their notes below them. */
function writeHighlights(articles: WholeArticle[]): string {
  const sections = articles
    .filter(({ highlights }) => highlights.length > 0)
    .map(({ title, url, author, site, highlights }) => {
      const by = [author, site].filter(Boolean).join(' · ')
      const passages = highlights.map(({ quote, note }) => `${quoted(quote)}${note ? `\n\n${note}` : ''}`)
      return [`## [${escapeMarkdown(title)}](<${url}>)`, ...(by ? [escapeMarkdown(by)] : []), ...passages].join('\n\n')
    })
  return `${['# Highlights', ...sections].join('\n\n')}\n`
}

const escapeMarkdown = (text: string) => text.replace(/[\\`*_[\]<>#]/g, '\\$&')
const quoted = (text: string) => escapeMarkdown(text.trim()).replace(/^/gm, '> ')
