import { type Anchor, anchorOf, finderIn, isSameButForSpaces, type Place } from '@ichrisbirch/contract/highlight-anchor'
import type { Highlight } from '@ichrisbirch/contract/highlights'

const LONGEST = 10_000
const PARAGRAPHS = 'p, li, h2, h3, h4, h5, h6, pre, blockquote, figcaption, td, th, dt, dd'

/** Puts marks around the passages of a text whose words are there. @returns what takes them away. */
export function showMarks(element: HTMLElement, highlights: Highlight[]): () => void {
  const find = finderIn(element.textContent)
  for (const highlight of highlights) {
    const place = find(highlight)
    if (place) wrap(element, place, highlight)
  }
  return () => {
    for (const mark of element.querySelectorAll('mark[data-highlight]')) mark.replaceWith(...mark.childNodes)
    element.normalize()
  }
}

/** A mark for each text that the passage goes through; the first is where links to it lead. */
function wrap(element: HTMLElement, place: Place, { id, note }: Highlight): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const pieces: { node: Text; from: number; to: number }[] = []
  let at = 0
  for (let node = walker.nextNode() as Text | null; node && at < place.end; node = walker.nextNode() as Text | null) {
    const [from, to] = [Math.max(place.start - at, 0), Math.min(place.end - at, node.length)]
    if (from < to && node.data.slice(from, to).trim() !== '') pieces.push({ node, from, to })
    at += node.length
  }
  for (const [index, { node, from, to }] of pieces.entries()) {
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    const mark = document.createElement('mark')
    mark.dataset['highlight'] = id
    if (note) mark.dataset['note'] = ''
    if (index === 0) mark.id = `mark-${id}`
    range.surroundContents(mark)
  }
}

/** What is selected, when all of it is in the text. */
export function selectedIn(element: HTMLElement): Anchor | undefined {
  const selection = getSelection()
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined
  const range = selection.getRangeAt(0)
  const raw = range.toString()
  if (!element.contains(range.commonAncestorContainer) || raw.trim() === '' || raw.length > LONGEST) return undefined
  const upTo = document.createRange()
  upTo.setStart(element, 0)
  upTo.setEnd(range.startContainer, range.startOffset)
  const start = upTo.toString().length
  // As it is seen, with the breaks between paragraphs, where the words are the same.
  const seen = selection.toString().trim()
  return {
    ...anchorOf(element.textContent, start, start + raw.length),
    ...(isSameButForSpaces(seen, raw) && { quote: seen }),
  }
}

/** Selects the next paragraph of a text, or the one before; to begin with, the first that is to be seen. */
export function selectParagraph(element: HTMLElement, step: 1 | -1): void {
  const all = [...element.querySelectorAll<HTMLElement>(PARAGRAPHS)].filter(
    (paragraph) => !paragraph.querySelector(PARAGRAPHS) && paragraph.textContent.trim() !== '',
  )
  const selection = getSelection()
  const now = all.findIndex((paragraph) => selection?.anchorNode && paragraph.contains(selection.anchorNode))
  const seen = all.findIndex((paragraph) => paragraph.getBoundingClientRect().top >= 0)
  const next = all[now === -1 ? Math.max(seen, 0) : Math.min(Math.max(now + step, 0), all.length - 1)]
  if (!next) return
  selection?.selectAllChildren(next)
  next.scrollIntoView({ block: 'nearest' })
}
