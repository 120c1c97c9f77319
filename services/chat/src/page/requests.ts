/** What our own server refused, in words for the person. */
export interface Fault {
  text: string
  code: string
}

const UNREACHABLE = { text: 'The chat does not answer. Check your connection, then try again.', code: 'unreachable' }

/** Asks our own server. @throws RequestError */
export async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new RequestError(UNREACHABLE, { cause: error })
  })
  if (!response.ok) throw new RequestError(faultOf(await response.text()))
  return (response.status === 204 ? undefined : await response.json()) as Answer
}

class RequestError extends Error {
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.text, options)
    this.name = 'RequestError'
    this.fault = fault
  }
}

/** From an error of the AI SDK, whose message is the body of the answer: a problem document, if it came from us. */
export function faultOf(error: unknown): Fault {
  if (error instanceof RequestError) return error.fault
  const text = error instanceof Error ? error.message : String(error)
  try {
    const { detail, code } = JSON.parse(text) as { detail?: unknown; code?: unknown }
    if (typeof detail === 'string') return { text: detail, code: String(code) }
  } catch {
    // Not a problem document: the request did not reach us, or a proxy answered.
  }
  return UNREACHABLE
}
