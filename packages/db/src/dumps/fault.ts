/**
 * Why a dump is refused: `foreign` (none of ours), `cut` (it ends too early), `damaged` (bytes differ from what was
 * written), `newer` (made by a newer version of the house), `different` (what was loaded is not what was dumped),
 * `no sign-in` (nobody could sign in to what was loaded), `taken` (there is a file or an account of that name), `locked`
 * (it is encrypted, and the key is another or none).
 */
export type DumpFaultCode = 'foreign' | 'cut' | 'damaged' | 'newer' | 'different' | 'no sign-in' | 'taken' | 'locked'

export class DumpFault extends Error {
  readonly code: DumpFaultCode

  constructor(code: DumpFaultCode, message: string) {
    super(message)
    this.name = 'DumpFault'
    this.code = code
  }
}
