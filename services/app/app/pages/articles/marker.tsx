import type { Anchor } from '@ichrisbirch/contract/highlight-anchor'
import type { Highlight } from '@ichrisbirch/contract/highlights'
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { useFetcher } from 'react-router'
import { type Answer, useAnswer } from '../../answer.ts'
import classes from './highlights.module.css'
import { selectedIn, selectParagraph, showMarks } from './marks.ts'

interface MarkerProps {
  text: RefObject<HTMLElement | null>
  /** Of the text that is shown: it changes when the page was fetched again. */
  html: string
  highlights: Highlight[]
}

/**
 * Shows the marks in the text, and a button that marks what is selected there. By keyboard `j` and `k` select a
 * paragraph, the browser's Shift and arrows make it longer or shorter, and `h` marks it.
 */
export function Marker({ text, html, highlights }: MarkerProps) {
  const fetcher = useFetcher<Answer>()
  useAnswer(fetcher.data)
  const [selected, setSelected] = useSelected(text)
  useMarks({ text, html, highlights })

  const mark = ({ quote, before, after, position }: Anchor) => {
    setSelected(undefined)
    // The end stays the place from which `j` and `k` go on.
    getSelection()?.collapseToEnd()
    void fetcher.submit({ intent: 'highlight', quote, before, after, position: String(position) }, { method: 'post' })
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select')
      const isOther = event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog:modal')
      if (event.defaultPrevented || isTyping || isOther || !text.current) return
      if (event.key === 'j') selectParagraph(text.current, 1)
      if (event.key === 'k') selectParagraph(text.current, -1)
      if (event.key !== 'h') return
      // What is selected now: what was drawn last may be a key behind.
      const chosen = selectedIn(text.current)
      if (chosen) mark(chosen)
    }
    // Behind the keys of every page, which listen at the document: `g h` is theirs.
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })

  if (!selected) return null
  return (
    <button
      type="button"
      className={classes.marker}
      title="Highlight (h)"
      // At the first touch: a phone lets go of the selection before it counts as a press.
      onPointerDown={(event) => {
        event.preventDefault()
        mark(selected)
      }}
      onClick={() => mark(selected)}
    >
      Highlight
    </button>
  )
}

/** Marks in the text; a press on one leads to its note below. */
function useMarks({ text, html, highlights }: MarkerProps): void {
  // A selection under way survives a reload of the page's data that changed no mark.
  const shown = JSON.stringify(highlights)
  useLayoutEffect(() => {
    const element = text.current
    if (!element) return
    const hide = showMarks(element, JSON.parse(shown) as Highlight[])
    const onClick = ({ target }: MouseEvent) => {
      const mark = target instanceof Element ? target.closest<HTMLElement>('mark[data-highlight], a') : null
      const id = mark?.dataset['highlight']
      if (id && getSelection()?.isCollapsed !== false) openNote(id)
    }
    element.addEventListener('click', onClick)
    return () => {
      element.removeEventListener('click', onClick)
      hide()
    }
  }, [text, html, shown])
}

function openNote(id: string): void {
  const row = document.getElementById(`highlight-${id}`)
  row?.scrollIntoView({ block: 'center' })
  row?.querySelector('details')?.setAttribute('open', '')
  row?.querySelector('textarea')?.focus({ preventScroll: true })
}

/** What is selected of the text, with its surroundings. */
function useSelected(text: RefObject<HTMLElement | null>) {
  const [selected, setSelected] = useState<Anchor>()
  useEffect(() => {
    const onChange = () => setSelected(text.current ? selectedIn(text.current) : undefined)
    document.addEventListener('selectionchange', onChange)
    return () => document.removeEventListener('selectionchange', onChange)
  }, [text])
  return [selected, setSelected] as const
}
