import MarkdownIt from 'markdown-it'

// Raw HTML is shown as text, and links are limited to safe schemes: both are markdown-it's defaults. No images: they
// would tell another site when the notes are read.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image')

const drawLink = markdown.renderer.rules.link_open
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow')
  tokens[index]?.attrSet('target', '_blank')
  return drawLink ? drawLink(tokens, index, options, env, self) : self.renderToken(tokens, index, options)
}

/** A person's Markdown as safe HTML, made on the server so that no page carries the parser. */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}
