import type { Draft, StoredDraft } from './drafts.ts'

/** After so long without a key pressed, it is sent. */
const PAUSE_MS = 1500
/** The house was away: asked again after so long. */
const RETRY_MS = 8000

export type Sent =
  | { updatedAt: string }
  /** away: it may answer later. refused: not as it is. conflict: another device was quicker. */
  | { fault: 'away' | 'refused' | 'conflict'; message: string }

/** Where what was typed stands. */
export interface Standing {
  kind: 'still' | 'typing' | 'sending' | 'sent' | 'away' | 'refused' | 'conflict'
  message?: string
}

interface Ports {
  /** Writes it down in the browser, before anything else is done. */
  store: (stored: StoredDraft) => void
  forget: () => void
  send: (draft: Draft, base: string) => Promise<Sent>
  tell: (standing: Standing) => void
}

/**
 * Keeps what is typed: in the browser with every key, in the house after every pause. One version is sent after the
 * other; what cannot be sent stays in the browser, and is sent when the house answers again.
 */
export class Autosave {
  readonly #ports: Ports
  #base: string
  #unsent: Draft | undefined
  #sending: Promise<boolean> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param base `updatedAt` of the version that is being changed; empty for a new entry. */
  constructor(base: string, ports: Ports) {
    this.#base = base
    this.#ports = ports
  }

  changed(draft: Draft): void {
    this.#unsent = draft
    this.#ports.store({ draft, base: this.#base })
    this.#ports.tell({ kind: 'typing' })
    this.#sendAfter(PAUSE_MS)
  }

  /** Sends now what is not sent. @returns whether the house has everything. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer)
    while (this.#sending) await this.#sending
    if (!this.#unsent) return true
    this.#sending = this.#send(this.#unsent)
    const isSent = await this.#sending
    this.#sending = undefined
    return isSent
  }

  /** The page is left: nothing is sent any more. What is unsent waits in the browser. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  async #send(draft: Draft): Promise<boolean> {
    const { forget, send, tell } = this.#ports
    tell({ kind: 'sending' })
    const sent = await send(draft, this.#base)
    if ('fault' in sent) {
      tell({ kind: sent.fault, message: sent.message })
      if (sent.fault === 'away') this.#sendAfter(RETRY_MS)
      return false
    }
    this.#base = sent.updatedAt
    if (this.#unsent !== draft) {
      // Typed on meanwhile: it now changes the version that has just been kept.
      if (this.#unsent) this.changed(this.#unsent)
      return false
    }
    this.#unsent = undefined
    forget()
    tell({ kind: 'sent' })
    return true
  }

  #sendAfter(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), ms)
  }
}
