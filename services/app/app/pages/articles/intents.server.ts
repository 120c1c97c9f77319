import { addressIn } from '@ichrisbirch/contract/article-addresses'
import type { Answer } from '../../answer.ts'
import type { Visitor } from '../../visit.server.ts'

const undoBy = (intent: string, id: string) => ({ action: '/articles', fields: { intent, id } })

const sayDays = (days: number) => (days === 1 ? 'a day' : `${days} days`)

/** What the buttons of an article ask for. */
export async function actOnArticle(visitor: Visitor, form: FormData): Promise<Answer> {
  const { api } = visitor
  const intent = String(form.get('intent'))
  const id = String(form.get('id'))
  const params = { id }
  switch (intent) {
    case 'save':
      return save(visitor, form)
    case 'finish': {
      const { title } = await api.finishArticle({ params })
      return { notice: { words: `Finished “${title}”`, undo: undoBy('unarchive', id) } }
    }
    case 'review': {
      const { reviewDay } = await api.getArticle({ params })
      const { title, reviewDays } = await api.finishArticle({ params })
      const words = `Read “${title}” again${reviewDays ? `: it comes back after ${sayDays(reviewDays)}` : ''}`
      return {
        notice: { words, undo: { action: '/articles', fields: { intent: 'review-on', id, day: reviewDay ?? '' } } },
      }
    }
    case 'review-on': {
      const { title } = await api.changeArticle({ params, body: { reviewDay: String(form.get('day')) || null } })
      return { notice: { words: `“${title}” is still to be read again` } }
    }
    case 'archive': {
      const { title } = await api.archiveArticle({ params })
      return { notice: { words: `“${title}” is in the archive`, undo: undoBy('unarchive', id) } }
    }
    case 'unarchive': {
      const { title } = await api.unarchiveArticle({ params })
      return { notice: { words: `“${title}” is to be read again` } }
    }
    case 'favour':
    case 'unfavour':
      await api.changeArticle({ params, body: { favourite: intent === 'favour' } })
      return {}
    case 'retry':
      await api.rereadArticlePage({ params })
      return { notice: { words: 'The page is fetched again' } }
    case 'delete':
      await api.deleteArticle({ params })
      return { notice: { words: 'Deleted the article', undo: undoBy('restore', id) } }
    case 'restore': {
      const { title } = await api.restoreArticle({ params })
      return { notice: { words: `“${title}” is back` } }
    }
    default:
      throw new Response(`There is no intent ${intent}`, { status: 400 })
  }
}

async function save({ api }: Visitor, form: FormData): Promise<Answer> {
  const text = String(form.get('url') ?? '').trim()
  const id = String(form.get('id'))
  const title = String(form.get('title') ?? '').trim()
  // `example.org/page` is what people copy from an address bar.
  const url = addressIn(text) ?? (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? `https://${text}` : text)
  if (!url) return { problem: { message: 'Paste the address of a page.', fields: {} } }
  const saved = await api.createArticle({ body: { id, url, ...(title && { title: title.slice(0, 500) }) } })
  if (saved.id === id) return { notice: { words: 'Saved', undo: undoBy('delete', id) } }
  return { notice: { words: 'You had saved it before: it is the first again' } }
}

/** What is done with marked passages, on the page of their article. */
export async function actOnHighlight({ api }: Visitor, article: string, form: FormData): Promise<Answer> {
  const text = (name: string) => String(form.get(name) ?? '')
  const params = { id: text('highlight') }
  switch (text('intent')) {
    case 'highlight': {
      const { id } = await api.createHighlight({
        params: { id: article },
        body: {
          quote: text('quote'),
          before: text('before'),
          after: text('after'),
          position: Number(text('position')),
        },
      })
      return { notice: { words: 'Highlighted', undo: undoOnPage(article, 'delete-highlight', id) } }
    }
    case 'note':
      await api.changeHighlight({ params, body: { note: text('note').trim() || null } })
      return { notice: { words: 'The note is kept' } }
    case 'delete-highlight':
      await api.deleteHighlight({ params })
      return { notice: { words: 'Removed the highlight', undo: undoOnPage(article, 'restore-highlight', params.id) } }
    case 'restore-highlight':
      await api.restoreHighlight({ params })
      return { notice: { words: 'The highlight is back' } }
    default:
      throw new Response('There is no such intent', { status: 400 })
  }
}

const undoOnPage = (article: string, intent: string, highlight: string) => ({
  action: `/articles/${article}`,
  fields: { intent, highlight },
})
