import sanitizeHtml from 'sanitize-html'

/** The bits of a document that are used here: linkedom's, whose types are those of a browser. */
export interface PageElement {
  innerHTML: string
  textContent: string | null
  querySelectorAll: (selectors: string) => Iterable<PageElement>
  getAttribute: (name: string) => string | null
  setAttribute: (name: string, value: string) => void
  closest: (selectors: string) => PageElement | null
  replaceWith: (node: unknown) => void
  remove: () => void
}

const WORDS =
  'p blockquote pre h2 h3 h4 h5 h6 ul ol li dl dt dd figure figcaption hr br table caption thead tbody tfoot tr th td'
const IN_WORDS =
  'a em strong b i u s sub sup small mark abbr cite q code kbd samp var time del ins dfn bdi bdo ruby rt rp'

/** No image, frame, form, style, script, class or id: what is left says the same wherever it is shown, and asks nobody. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [...WORDS.split(' '), ...IN_WORDS.split(' ')],
  allowedAttributes: {
    '*': ['lang', 'dir'],
    a: ['href', 'title', 'rel', 'target', 'data-image'],
    ol: ['start', 'reversed'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
    time: ['datetime'],
    abbr: ['title'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 100,
  transformTags: {
    h1: 'h2',
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }),
  },
}

/** The readable part of a page as safe HTML, its links complete, its images and videos as links to them. */
export function safeHtmlOf(content: PageElement, pageUrl: string, createLink: () => PageElement): string {
  for (const picture of content.querySelectorAll('img, iframe')) {
    const [kind, words] = picture.getAttribute('alt') === null ? ['Video', ''] : ['Image', picture.getAttribute('alt')]
    replaceByLink(picture, pageUrl, createLink, [kind ?? '', words?.trim() ?? ''])
  }
  for (const link of content.querySelectorAll('a[href]')) {
    link.setAttribute('href', URL.parse(link.getAttribute('href') ?? '', pageUrl)?.href ?? '')
  }
  return sanitizeHtml(content.innerHTML, ALLOWED).trim()
}

function replaceByLink(
  picture: PageElement,
  pageUrl: string,
  createLink: () => PageElement,
  [kind, words]: [string, string],
) {
  const source = URL.parse(picture.getAttribute('src') ?? '', pageUrl)
  // A link in a link is none, and a picture inside data is too large to be an address.
  if (!source || !source.protocol.startsWith('http') || picture.closest('a') !== null) return picture.remove()
  const link = createLink()
  link.setAttribute('href', source.href)
  link.setAttribute('data-image', '')
  link.textContent = words ? `${kind}: ${words}` : kind
  picture.replaceWith(link)
}
