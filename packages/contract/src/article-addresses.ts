/** Parameters that say how a person came to a page, never which page it is. Not `ref`, `source` or `s`: pages need those. */
const TRACKING =
  /^(utm_\w+|mtm_\w+|pk_(campaign|kwd|source|medium)|fbclid|gclid|gclsrc|[gw]braid|dclid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid?|mc_[ce]id|mkt_tok|vero_\w+|oly_\w+|_hs\w+|__hs\w+|hsctatracking|wickedid|cmpid|ref_src|ref_url|ns_\w+|at_(medium|campaign)\w*|sr_share|guccounter|guce_\w+)$/i

/** An address of the web that can be saved: http or https, with a host. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== ''
}

/** The same page's address without fragment, credentials and tracking parameters. Of a web address only. */
export function cleanAddress(address: string): string {
  const url = new URL(address)
  url.hash = ''
  url.username = ''
  url.password = ''
  // A query that needs no cleaning stays as its page wrote it: reading and writing it again changes its escapes.
  const tracking = [...url.searchParams.keys()].filter((name) => TRACKING.test(name))
  for (const name of tracking) url.searchParams.delete(name)
  return url.href
}

/** What two addresses of one page have in common: http or https, `www.`, a last slash and the order of parameters do not count. */
export function addressKey(address: string): string {
  const url = new URL(cleanAddress(address))
  url.searchParams.sort()
  const host = url.host.replace(/^www\./, '').replace(/\.$/, '')
  return `${host}${url.pathname.replace(/\/+$/, '')}${url.search}`
}

/** The first address of the web in a text, as phones share pages: `A title https://example.org/a`. */
export function addressIn(text: string): string | undefined {
  return text.split(/\s+/).find((word) => /^https?:\/\//i.test(word) && isWebAddress(word))
}
