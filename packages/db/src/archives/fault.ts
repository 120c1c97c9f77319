/** Why an archive cannot be taken in. Nothing of it was. */
export class ArchiveFault extends Error {
  readonly code: 'malformed' | 'foreign' | 'not_empty'

  /** @param place the file inside the archive, and the line in it from 1. */
  constructor(code: ArchiveFault['code'], message: string, place: { file?: string; line?: number | undefined } = {}) {
    const { file, line } = place
    super(file ? `${file}${line === undefined ? '' : ` line ${line}`}: ${message}` : message)
    this.name = 'ArchiveFault'
    this.code = code
  }
}
