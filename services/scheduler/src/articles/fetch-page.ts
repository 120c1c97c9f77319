import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isWebAddress } from '@ichrisbirch/contract/article-addresses'
import { Agent, fetch, type Response } from 'undici'
import { isPublicAddress } from './addresses.ts'
import { PageFault } from './page-fault.ts'
import { decodePage } from './decode-page.ts'

export interface FetchOptions {
  /** Addresses that may be asked although they are not public: those of a test's own server. */
  permitted?: readonly string[] | undefined
  /** Names to addresses, instead of the system's. */
  resolve?: typeof resolve | undefined
  limits?: Partial<typeof LIMITS> | undefined
}

const LIMITS = { bytes: 5 * 1024 * 1024, ms: 25_000, redirects: 8 }
const READABLE = /^(text\/html|application\/xhtml\+xml|text\/plain)$/
const HEADERS = {
  'user-agent': 'Mozilla/5.0 (compatible; ichrisbirch; a page that a person saved to read)',
  accept: 'text/html,application/xhtml+xml,text/plain;q=0.9',
  'accept-language': '*',
}

export interface FetchedPage {
  /** Where it was in the end, after all redirects. */
  url: string
  kind: 'html' | 'text'
  content: string
}

/**
 * Fetches a page that a person named. Only addresses of the open internet are asked: names are resolved once for each
 * connection, what they resolve to is checked, and that very address is connected to; redirects are checked as the
 * first address was. @throws PageFault
 */
export async function fetchPage(address: string, options: FetchOptions = {}): Promise<FetchedPage> {
  const limits = { ...LIMITS, ...options.limits }
  const isPermitted = (ip: string) => isPublicAddress(ip) || (options.permitted?.includes(ip) ?? false)
  const dispatcher = new Agent({
    connect: { lookup: checkedLookup(options.resolve ?? resolve, isPermitted), timeout: 10_000 },
    maxHeaderSize: 64 * 1024,
  })
  const signal = AbortSignal.timeout(limits.ms)
  try {
    let url = address
    for (let redirects = 0; redirects <= limits.redirects; redirects++) {
      checkAddress(url, isPermitted)
      const response = await fetch(url, { dispatcher, signal, redirect: 'manual', headers: HEADERS })
      const next = redirectOf(response, url)
      if (next === undefined) return await readResponse(response, url, limits.bytes)
      await response.body?.cancel()
      url = next
    }
    throw new PageFault('lasting', `The page was redirected more than ${limits.redirects} times.`)
  } catch (error) {
    throw faultOf(error, signal)
  } finally {
    await dispatcher.destroy()
  }
}

const REFUSED = 'The address leads into a private network, where nothing is fetched from.'

/** A host that is an address itself is not looked up, so that it is checked here. */
function checkAddress(url: string, isPermitted: (ip: string) => boolean): void {
  if (!isWebAddress(url)) throw new PageFault('lasting', 'The address is none of the web.')
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isPermitted(host)) throw new PageFault('lasting', REFUSED)
}

/** One address of a name that is not public is enough to refuse it: the next look-up may put it first. */
function checkedLookup(
  resolve: NonNullable<FetchOptions['resolve']>,
  isPermitted: (ip: string) => boolean,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const [first] = found ?? []
      if (error || !first) return callback(error ?? new PageFault('lasting', `There is no site ${hostname}.`), [])
      if (!found.every(({ address }) => isPermitted(address))) return callback(new PageFault('lasting', REFUSED), [])
      if (options.all) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }
}

function redirectOf(response: Response, url: string): string | undefined {
  const location = response.headers.get('location')
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined
  const next = URL.parse(location, url)
  if (!next) throw new PageFault('lasting', 'The page is redirected to an address that is none.')
  return next.href
}

async function readResponse(response: Response, url: string, mostBytes: number): Promise<FetchedPage> {
  const { status } = response
  if (status === 404 || status === 410)
    throw new PageFault('lasting', `The site says that the page is not there (${status}).`)
  if ([401, 402, 403, 407, 451].includes(status))
    throw new PageFault('lasting', `The site does not show the page to everyone (${status}).`)
  if (!response.ok) {
    const isPassing = status >= 500 || status === 429 || status === 408
    throw new PageFault(isPassing ? 'passing' : 'lasting', `The site answered ${status}.`)
  }
  const type = response.headers.get('content-type') ?? 'text/html'
  const media = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!READABLE.test(media))
    throw new PageFault('lasting', `It is no page with text, but ${media || 'something else'}.`)
  const bytes = await readBody(response, mostBytes)
  return { url, kind: media === 'text/plain' ? 'text' : 'html', content: decodePage(bytes, type) }
}

/** Counted as it comes, after decompression: what a site says of its length need not be so. */
async function readBody(response: Response, mostBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.byteLength
    if (length > mostBytes) throw new PageFault('lasting', `The page is larger than ${mostBytes / 1024 / 1024} MB.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** What went wrong below HTTP, in words. */
function faultOf(error: unknown, signal: AbortSignal): PageFault {
  if (error instanceof PageFault) return error
  if (signal.aborted) return new PageFault('passing', 'The site takes too long to answer.')
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof PageFault) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOTFOUND') return new PageFault('lasting', 'There is no site of this name.')
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code))
    return new PageFault('lasting', `The site cannot prove who it is (${code}).`)
  return new PageFault('passing', `The site cannot be reached${code && ` (${code})`}.`)
}
