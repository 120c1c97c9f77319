/** A pause that somebody else can end: what happened while nobody waited ends the next pause at once. */
export interface Wake {
  wake: () => void
  /** Resolves after `ms`, or when it is woken. */
  wait: (ms: number) => Promise<void>
}

export function createWake(): Wake {
  let isDue = false
  let end: (() => void) | undefined
  return {
    wake() {
      isDue = true
      end?.()
    },
    async wait(ms) {
      if (!isDue) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          end = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      end = undefined
      isDue = false
    },
  }
}
