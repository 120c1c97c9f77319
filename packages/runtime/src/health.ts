export interface HealthReport {
  status: 'ok' | 'failing' | 'stopping'
  /** For each thing the service depends on: `ok`, or why not. */
  checks: Record<string, string>
}

/** Answers whether the service can do its work: `ok` only when what it depends on answered. No side effects. */
export interface Health {
  report: () => Promise<HealthReport>
  /** From now on the report says `stopping`, so that a proxy sends nobody here any more. */
  stopping: () => void
}

/**
 * @param checks each resolves when its dependency answered, and rejects with the reason when it did not.
 * @param timeout milliseconds after which a check counts as unanswered.
 */
export function createHealth(checks: Record<string, () => Promise<unknown>>, timeout = 2000): Health {
  let isStopping = false
  return {
    stopping() {
      isStopping = true
    },
    async report() {
      const entries = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await outcome(check, timeout)] as const),
      )
      const failing = entries.some(([, result]) => result !== 'ok')
      return {
        status: isStopping ? 'stopping' : failing ? 'failing' : 'ok',
        checks: Object.fromEntries(entries),
      }
    },
  }
}

async function outcome(check: () => Promise<unknown>, timeout: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${timeout} ms`), timeout)
  })
  const answer = check().then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/**
 * A check for a service that answers `GET /health`, such as the API for the app. Without fetch, whose parser is a WebAssembly
 * module: a service that nobody uses would hold 15 MB for its checks.
 */
export function answersHealth(url: string): () => Promise<void> {
  const address = new URL('/health', url)
  const { get } = process.getBuiltinModule(address.protocol === 'https:' ? 'node:https' : 'node:http')
  return () =>
    new Promise((resolve, reject) => {
      const request = get(address, { agent: false, timeout: 2000 }, (response) => {
        response.resume()
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${url} answered ${response.statusCode}`))
      })
      request.on('timeout', () => request.destroy(new Error(`${url} gave no answer within 2 s`)))
      request.on('error', reject)
    })
}
