import { randomBytes, randomUUID } from 'node:crypto'
import type { Account } from '@ichrisbirch/contract/account'
import { ApiError, type Client, createClient } from '@ichrisbirch/contract/client'
import type { Logger } from '@ichrisbirch/runtime/log'
import { createContext, data, RouterContextProvider, redirect } from 'react-router'
import type { AppConfig } from '../src/config.ts'
import { localeOf } from './locale.server.ts'

/** One request of a visitor: everything a loader or action needs that is not in its own arguments. */
export interface Visit {
  config: AppConfig
  /** The API with the visitor's session. */
  api: Client
  /** Sent to the API with every call. */
  headers: Record<string, string>
  /** Of this page's scripts. */
  nonce: string
  locale: string
  log: (message: string, error: unknown) => void
}

export const visitContext = createContext<Visit>()
/** Set by the frame, for every page inside it. */
export const accountContext = createContext<Account>()

export function createVisit(config: AppConfig, log: Logger, request: Request): RouterContextProvider {
  const passedOn = ['cookie', 'x-request-id', 'x-forwarded-for', 'user-agent']
  const headers = Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = request.headers.get(name)
      return value ? [[name, value]] : []
    }),
  )
  const context = new RouterContextProvider()
  context.set(visitContext, {
    config,
    api: createClient({ url: config.API_URL, headers, signal: request.signal }),
    headers,
    nonce: randomBytes(16).toString('base64'),
    locale: localeOf(request.headers.get('accept-language')),
    log: (message, error) => {
      // A refusal of the API is already in its log, under the same request id.
      if (!(error instanceof ApiError)) log.error({ err: error, requestId: headers['x-request-id'] }, message)
    },
  })
  return context
}

type Context = Readonly<RouterContextProvider>

export type Visitor = Visit & { account: Account }

/** What a page says when the API refused: shown near the form that asked, with the faulty fields. */
interface Problem {
  message: string
  fields: Record<string, string>
}

/** What an action answers when the API refused. */
interface Refused {
  problem: Problem
}

/** What an error view is given. */
interface Failure {
  message: string
  canRetry: boolean
}

/** A loader's work. What the API refuses becomes the page's error view; a visitor without a session goes to sign in. */
export async function load<Answer>(
  args: { request: Request; context: Context },
  work: (visitor: Visitor) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work(visitorOf(args.context))
  } catch (error) {
    throw pageError(error, args.request)
  }
}

/** An action's work on a form. What the API refuses is answered as `problem`, so that nothing typed is lost. */
export async function act<Answer>(
  args: { request: Request; context: Context },
  work: (visitor: Visitor, form: FormData) => Promise<Answer>,
) {
  const form = await args.request.formData()
  try {
    return await work(visitorOf(args.context), form)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 'not_signed_in') throw pageError(error, args.request)
    return refused(error)
  }
}

/** A refusal as an action's answer. */
export function refused(error: ApiError) {
  const answer: Refused = { problem: { message: error.message, fields: error.fields } }
  return data(answer, { status: error.status })
}

/** What to throw from a loader for an error of the API. */
export function pageError(error: unknown, request: Request): unknown {
  if (!(error instanceof ApiError)) return error
  if (error.code === 'not_signed_in') return redirect(signInAddress(request))
  const failure: Failure = { message: error.message, canRetry: error.status >= 500 || error.status === 429 }
  return data(failure, { status: error.status })
}

function signInAddress(request: Request): string {
  const url = new URL(request.url)
  const here = request.method === 'GET' ? `${url.pathname}${url.search}` : '/'
  return here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`
}

function visitorOf(context: Context): Visitor {
  return { ...context.get(visitContext), account: context.get(accountContext) }
}

/** An id that a form carries, so that sending it twice adds one thing. */
export const newId = (): string => randomUUID()
