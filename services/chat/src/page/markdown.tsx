import { memo } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'

const plugins = [remarkGfm]

const components: Components = {
  // What a model writes is not ours: its links say nothing of where they come from, and open beside the page.
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  // A picture is loaded without a click, and its address could carry data away.
  img: ({ alt }) => <em>{alt || 'picture'}</em>,
  table: ({ children }) => (
    // What scrolls must be reachable by keyboard.
    <div className="table" tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }) => (
    // What scrolls must be reachable by keyboard.
    <pre tabIndex={0}>{children}</pre>
  ),
  // Under the page's own heading, whatever level the model chose: a level left out is a gap for a screen reader.
  h1: 'h2',
  h3: 'h2',
  h4: 'h2',
  h5: 'h2',
  h6: 'h2',
}

/** An answer's Markdown as elements; HTML in it is shown as text, addresses other than http and mailto are dropped. */
export const SafeMarkdown = memo(function SafeMarkdown({ text }: { text: string }) {
  return (
    <div className="prose">
      <Markdown remarkPlugins={plugins} components={components}>
        {text}
      </Markdown>
    </div>
  )
})
