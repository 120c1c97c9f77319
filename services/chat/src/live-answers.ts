/** One answer that is being written: everything sent so far, for whoever reads it, however late. */
export interface LiveAnswer {
  /** Aborted by Stop, never by a reader that went away. */
  readonly abort: AbortController
  append: (text: string) => void
  /** The answer is whole and kept. */
  end: () => void
  /** From the beginning to the end, as it comes. */
  read: () => AsyncGenerator<string>
  ended: Promise<void>
  readonly isOver: boolean
}

/**
 * The answers that this process is writing, one a conversation. A page that was reloaded reads on from here; an answer
 * in another process (after a restart) is read from the API, as far as it was kept.
 */
export interface LiveAnswers {
  /** Undefined when the conversation already has an answer under way. */
  begin: (ownerId: string, conversationId: string) => LiveAnswer | undefined
  find: (ownerId: string, conversationId: string) => LiveAnswer | undefined
  /** For an answer that could not begin. */
  forget: (ownerId: string, conversationId: string) => void
  /** Waits for all answers, at most so many milliseconds, then stops those that are left and waits for them to be kept. */
  settle: (patience: number) => Promise<void>
}

/**
 * An ended answer can be read for this long: a page rendered while it was being written reads it a moment later,
 * when it has ended.
 */
const KEPT_MS = 30_000

export function createLiveAnswers(): LiveAnswers {
  const answers = new Map<string, LiveAnswer>()
  const key = (ownerId: string, conversationId: string) => `${ownerId} ${conversationId}`
  return {
    begin(ownerId, conversationId) {
      const name = key(ownerId, conversationId)
      if (answers.get(name)?.isOver === false) return undefined
      const answer = createLiveAnswer()
      answers.set(name, answer)
      void answer.ended.then(() => {
        setTimeout(() => answers.get(name) === answer && answers.delete(name), KEPT_MS).unref()
      })
      return answer
    },
    find: (ownerId, conversationId) => answers.get(key(ownerId, conversationId)),
    forget: (ownerId, conversationId) => void answers.delete(key(ownerId, conversationId)),
    async settle(patience) {
      const all = [...answers.values()].filter((answer) => !answer.isOver)
      const timer = setTimeout(() => all.forEach((answer) => answer.abort.abort('restart')), patience)
      await Promise.all(all.map((answer) => answer.ended))
      clearTimeout(timer)
    },
  }
}

function createLiveAnswer(): LiveAnswer {
  const sent: string[] = []
  const ended = Promise.withResolvers<void>()
  let isOver = false
  let more = Promise.withResolvers<void>()
  const wake = () => {
    more.resolve()
    more = Promise.withResolvers()
  }
  return {
    abort: new AbortController(),
    ended: ended.promise,
    get isOver() {
      return isOver
    },
    append(text) {
      sent.push(text)
      wake()
    },
    end() {
      isOver = true
      ended.resolve()
      wake()
    },
    async *read() {
      for (let next = 0; ; next++) {
        while (next >= sent.length) {
          if (isOver) return
          await more.promise
        }
        yield sent[next] as string
      }
    },
  }
}
