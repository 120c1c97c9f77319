/** The one form in which this tool says what went wrong: what happened, why, and what to do next. */
export class Failure extends Error {
  readonly reason: string | undefined
  readonly suggestion: string | undefined
  readonly details: string[]
  readonly exitCode: number

  constructor(
    message: string,
    facts: { reason?: string; suggestion?: string; details?: string[]; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: facts.cause })
    this.name = 'Failure'
    this.reason = facts.reason
    this.suggestion = facts.suggestion
    this.details = facts.details ?? []
    this.exitCode = facts.exitCode ?? exitCodes.failed
  }
}

/** The end of a command that only passed on what another program did: no words of ours, and that program's exit code. */
export class PassedExit extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`ended with code ${exitCode}`)
    this.exitCode = exitCode
  }
}

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** A word or an option that does not exist: exit code 2. */
export function usageFailure(message: string, suggestion: string): Failure {
  return new Failure(message, { suggestion, exitCode: exitCodes.usage })
}

export function interrupted(what: string): Failure {
  return new Failure('Interrupted', { reason: what, exitCode: exitCodes.interrupted })
}

/** Turns whatever was thrown into a Failure, so that a person never reads a stack trace without having asked for it. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (!(error instanceof Error)) return new Failure(String(error))
  const compose = error as Error & { file?: string; line?: number; column?: number; suggestion?: string }
  if (error.name === 'ComposeError') {
    const place = [compose.file, compose.line, compose.column].filter((part) => part !== undefined).join(':')
    return new Failure(error.message, {
      ...(place ? { reason: `in ${place}` } : {}),
      suggestion: compose.suggestion ?? 'correct the compose file, then run this again',
      cause: error,
    })
  }
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC') {
    return new Failure('The disk is full', {
      reason: error.message,
      suggestion: 'free some space, then run this again',
      cause: error,
    })
  }
  if (code === 'EROFS' || code === 'EACCES') {
    return new Failure('A file cannot be read or written', {
      reason: error.message,
      suggestion: 'check who owns the checkout and its .ichrisbirch folder, then run this again',
      cause: error,
    })
  }
  return new Failure(error.message, {
    reason: 'this is a fault in the tool itself',
    suggestion: 'run it again with ICHRISBIRCH_DEBUG=1 and report what it prints',
    cause: error,
  })
}

/** The lines that stderr gets for a failure. */
export function describeFailure(failure: Failure): string {
  const lines = [`Error: ${failure.message}`]
  if (failure.reason) lines.push(`  Reason: ${failure.reason}`)
  for (const detail of failure.details) lines.push(`    ${detail}`)
  if (failure.suggestion) lines.push(`  Next:   ${failure.suggestion}`)
  return lines.join('\n')
}
