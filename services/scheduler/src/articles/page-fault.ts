/** Why a page could not be read, for people. What is passing is tried again. */
export class PageFault extends Error {
  readonly kind: 'passing' | 'lasting'

  constructor(kind: 'passing' | 'lasting', reason: string) {
    super(reason)
    this.name = 'PageFault'
    this.kind = kind
  }
}
