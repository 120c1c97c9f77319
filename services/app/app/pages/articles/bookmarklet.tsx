import { Link } from 'react-router'
import classes from './bookmarklet.module.css'

/** A bookmark that opens this page with the address and the title of the page it is pressed on. */
export function Bookmarklet({ origin }: { origin: string }) {
  const script = `javascript:void open('${origin}/articles?url='+encodeURIComponent(location.href)+'&title='+encodeURIComponent(document.title))`
  // React refuses such an address in a link of its own; the origin is the house's, so nothing of a stranger is in it.
  const link = `<a href="${script.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" draggable="true">Save to read</a>`
  return (
    <footer className={classes.footer}>
      <p>
        Drag this into your bookmarks, and press it on any page:{' '}
        <span className={classes.bookmarklet} dangerouslySetInnerHTML={{ __html: link }} />
      </p>
      <p>
        <Link to="/articles/imports">Import or export</Link> · <Link to="/articles?list=deleted">Deleted articles</Link>
      </p>
    </footer>
  )
}
