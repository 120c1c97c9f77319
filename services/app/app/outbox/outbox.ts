/** Something that was done on this device, and that the house is not known to have. */
export interface Waiting {
  /** Its place in the order, given by the store. */
  seq: number
  /** The account it was done in: never sent as somebody else. */
  owner: string
  /** When it was done, by this device's clock: `tomorrow` is counted from here. */
  at: string
  /** The page whose form it is, and what the form held. `id` is of the thing, made here when the thing is new. */
  action: string
  fields: Record<string, string>
  /** What a person reads. */
  words: string
  /** Why the house has not taken it: the person decides. */
  fault?: Fault
  /** The person has seen what the other side did, and wants this one. */
  anyway?: boolean
}

/** conflict: it was changed elsewhere since this device saw it. refused: not as it is. */
interface Fault {
  kind: 'conflict' | 'refused'
  message: string
}

export type Outcome =
  /** `seen`: the version that the thing has now, for what waits behind and changes it too. */
  { kind: 'done'; seen?: string } | { kind: 'fault'; fault: Fault } | { kind: 'away' }

export type NewWaiting = Omit<Waiting, 'seq'>

export interface Store {
  /** In the order in which they were added. */
  list: (owner: string) => Promise<Waiting[]>
  add: (waiting: NewWaiting) => Promise<void>
  put: (waiting: Waiting) => Promise<void>
  remove: (seq: number) => Promise<void>
}

interface Ports {
  store: Store
  send: (waiting: Waiting) => Promise<Outcome>
  /** Runs work in one tab at a time. */
  alone: (work: () => Promise<void>) => Promise<void>
  /** The list has changed: for the pages of this tab, and for other tabs. */
  tell: (items: Waiting[]) => void
}

/**
 * What waits to be sent, of one person at a time: written down before anything else, sent in order when the house
 * answers, and let go of when the house has said that it has it. Whatever is sent twice, because an answer was lost, is
 * one thing there: new things carry an id from here, and a tick that is made already stays as it is.
 */
export class Outbox {
  readonly #ports: Ports
  #owner: string | undefined
  #flushing: Promise<void> | undefined
  items: Waiting[] = []

  constructor(ports: Ports) {
    this.#ports = ports
  }

  get owner(): string | undefined {
    return this.#owner
  }

  /** Whose things these are from now on. */
  async open(owner: string): Promise<void> {
    this.#owner = owner
    await this.read()
  }

  /** Reads what is there, after another tab has changed it. */
  async read(): Promise<void> {
    this.items = this.#owner === undefined ? [] : await this.#ports.store.list(this.#owner)
    this.#ports.tell(this.items)
  }

  /** @throws when this browser lets nothing be written down: then it is not kept, and the page must say so. */
  async add(waiting: Omit<NewWaiting, 'owner'>): Promise<void> {
    if (this.#owner === undefined) throw new Error('Nobody is signed in')
    await this.#ports.store.add({ ...waiting, owner: this.#owner })
    await this.read()
  }

  /** Sends what waits, one after the other, until the house does not answer. */
  async flush(): Promise<void> {
    if (this.items.length === 0) return
    this.#flushing ??= this.#ports
      .alone(() => this.#sendAll())
      .finally(() => {
        this.#flushing = undefined
      })
    await this.#flushing
  }

  /** The person has seen both sides, and wants this one all the same. */
  async sendAnyway({ seq, owner, at, action, fields, words }: Waiting): Promise<void> {
    await this.#ports.store.put({ seq, owner, at, action, fields, words, anyway: true })
    await this.read()
    await this.flush()
  }

  async discard({ seq }: Waiting): Promise<void> {
    await this.#ports.store.remove(seq)
    await this.read()
  }

  /** At sign-out: nothing stays. */
  async discardAll(): Promise<void> {
    for (const { seq } of this.items) await this.#ports.store.remove(seq)
    await this.read()
  }

  async #sendAll(): Promise<void> {
    const { store, send } = this.#ports
    for (;;) {
      await this.read()
      const next = this.items.find((item) => !item.fault && !this.#hasFaultBefore(item))
      if (!next) return
      const outcome = await send(next)
      if (outcome.kind === 'away') return
      if (outcome.kind === 'fault') await store.put({ ...next, fault: outcome.fault })
      else {
        await this.#passOn(next, outcome.seen)
        await store.remove(next.seq)
      }
    }
  }

  /** What was done to one thing stays in order: behind one that is not decided, the others wait too. */
  #hasFaultBefore(item: Waiting): boolean {
    return this.items.some(({ fault, seq, fields }) => fault && seq < item.seq && fields['id'] === item.fields['id'])
  }

  /** A second tick of the same thing, the same day, follows from the first: that one is no edit of somebody else's. */
  async #passOn({ seq, fields, at }: Waiting, seen: string | undefined): Promise<void> {
    if (seen === undefined || this.#owner === undefined) return
    for (const later of await this.#ports.store.list(this.#owner)) {
      const isSame = later.fields['id'] === fields['id'] && later.at.slice(0, 10) === at.slice(0, 10)
      if (later.seq > seq && isSame) await this.#ports.store.put({ ...later, fields: { ...later.fields, seen } })
    }
  }
}
